package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class WorkerGroupTests {

	private static final Duration SOON = Duration.ofSeconds(3);

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void jobGoesToTheWorkersOfItsGroupOnly() {
		this.executor.create("e1", flow(task("a", "gpu"), Samples.task("b")));
		assertThat(this.executor.jobs()).isEmpty();
		Job job = only("gpu");
		assertThat(job.task().workerGroup()).isEqualTo("gpu");
		this.executor.run(job, ALICE, State.SUCCESS, null);
		assertThat(this.executor.jobs("gpu")).isEmpty();
		assertThat(this.executor.job().task().id()).isEqualTo("b");
	}

	@Test
	void jobOfAGroupWithoutTopicWaitsForItAndHoldsUpNothing() {
		this.executor.create("e1", flow(new ControlTask.Parallel("both", TaskOptions.NONE, ControlTask.Handlers.NONE, 0,
				true, List.of(task("a", "new"), Samples.task("other")))));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		this.executor.pass(SOON);
		this.executor.abort();
		this.executor.reopen();
		this.executor.pass(SOON);
		this.executor.groups.add("new");
		this.executor.pass(SOON);
		Job job = only("new");
		assertThat(job.queuedAt()).isEqualTo(Samples.START);
		this.executor.run(job, ALICE, State.SUCCESS, null);
		this.executor.pass(SOON);
		assertThat(this.executor.jobs("new")).isEmpty();
		assertThat(this.executor.executions()).extracting(Execution::state).contains(State.SUCCESS);
	}

	@Test
	void jobThatWaitsForATopicForVeryLongIsSentOnce() {
		this.executor.create("e1", flow(task("a", "new")));
		// as one that nobody took it is dispatched again, and waits once more
		this.executor.pass(ExecutorDriver.UNCLAIMED_AFTER.plusSeconds(1));
		this.executor.pass(SOON);
		assertThat(this.executor.jobs("new")).isEmpty();
		this.executor.groups.add("new");
		this.executor.pass(Duration.ofMinutes(2));
		this.executor.pass(Duration.ofMinutes(2));
		assertThat(only("new").attempt()).isOne();
	}

	@Test
	void killedJobThatWaitsForATopicIsNeverSent() {
		this.executor.create("e1", flow(task("a", "new")));
		this.executor.kill("e1");
		assertThat(this.executor.taskRuns()).extracting(TaskRun::state).containsExactly(State.KILLED);
		this.executor.groups.add("new");
		this.executor.pass(SOON);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void jobThatNobodyTookAndOneOfALostWorkerComeAgainInTheirGroup() {
		this.executor.create("e1", flow(task("a", "gpu")));
		only("gpu");
		this.executor.pass(ExecutorDriver.UNCLAIMED_AFTER.plusSeconds(1));
		Job again = only("gpu");
		this.executor.start(again, ALICE);
		this.executor.gone.add(ALICE);
		this.executor.pass(SOON);
		assertThat(only("gpu").attempt()).isEqualTo(2);
		assertThat(this.executor.jobs()).isEmpty();
	}

	private Job only(String group) {
		List<Job> jobs = this.executor.jobs(group);
		assertThat(jobs).hasSize(1);
		return jobs.get(0);
	}

	private static Flow flow(Task... tasks) {
		return Samples.flow(List.of(tasks));
	}

	private static Task task(String id, String group) {
		return new WorkerTask(id, "test", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY, group);
	}

}
