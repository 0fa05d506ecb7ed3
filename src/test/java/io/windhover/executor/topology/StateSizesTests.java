package io.windhover.executor.topology;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class StateSizesTests {

	private static final int ITERATIONS = 40;

	/** Of the outputs of each iteration. */
	private static final int SIZE = 1_000_000;

	/** As many as the executor lets one execution hold. */
	private static final int FITTING = (int) ExecutorDriver.MAX_STATE_SIZE.toBytes() / SIZE;

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countTheSameAfterTheStateWasReadAgain(boolean reopened) {
		create("e1");
		List<Job> jobs = this.executor.jobs();
		jobs.subList(0, FITTING - 1).forEach((job) -> end(job, SIZE));
		if (reopened) {
			this.executor.abort();
			this.executor.reopen();
		}
		List<Job> following = this.executor.jobs();
		assertThat(following).hasSize(FITTING - 1);
		jobs.subList(FITTING - 1, ITERATIONS).forEach((job) -> end(job, SIZE));
		assertThat(this.executor.taskRuns()).filteredOn((run) -> run.state() == State.FAILED)
			.extracting(TaskRun::error)
			.isNotEmpty()
			.allSatisfy((error) -> assertThat(error).contains("windhover.executor.max-state-size (33554432)"));
		following.forEach((job) -> end(job, 0));
		this.executor.jobs().forEach((job) -> end(job, 0));
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.FAILED);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void othersAreNotBoundByWhatOneHolds() {
		create("e1");
		create("e2");
		List<Job> jobs = this.executor.jobs();
		jobs.stream().filter((job) -> job.executionId().equals("e1")).forEach((job) -> end(job, SIZE));
		jobs.stream().filter((job) -> job.executionId().equals("e2")).forEach((job) -> end(job, 10));
		assertThat(this.executor.jobs()).filteredOn((job) -> job.executionId().equals("e2")).hasSize(ITERATIONS);
	}

	@Test
	void taskThatNoRecordHoldsFailsAndTheNextExecutionRuns() {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a", text(ExecutorDriver.MAX_RECORD_SIZE)))));
		assertThat(this.executor.executions()).last().satisfies((failed) -> {
			assertThat(failed.state()).isEqualTo(State.FAILED);
			assertThat(failed.error()).contains("its templates can see is 8",
					"more than windhover.topics.max-record-size (8388608) allows");
		});
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.create("e2",
				Samples.flow(List.of(Samples.task("a", text(ExecutorDriver.MAX_RECORD_SIZE - 8 * 1024)))));
		assertThat(this.executor.job().executionId()).isEqualTo("e2");
	}

	private static Map<String, Object> text(int length) {
		return Map.of("text", "x".repeat(length));
	}

	private void create(String id) {
		Task each = new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE,
				IntStream.range(0, ITERATIONS).boxed().toList(), 0, false,
				List.of(Samples.task("makes"), Samples.task("reads", Map.of("t", "{{ outputs.makes.value }}"))));
		this.executor.create(id, Samples.flow(List.of(each)));
	}

	private void end(Job job, int size) {
		this.executor.report(new TaskResult.Ended(job.executionId(), job.taskRunId(), 1, ALICE, Samples.START,
				State.SUCCESS, Map.of("value", 1), size, List.of(), null, null, null, null));
	}

}
