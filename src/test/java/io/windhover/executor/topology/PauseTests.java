package io.windhover.executor.topology;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class PauseTests {

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void pauseIsSeenAndWhatTheResumerGivesIsItsOutputs() {
		create(pause("hold", null), Samples.task("say", Map.of("text", "{{ outputs.hold.by }}")));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.PAUSED);
		TaskRun paused = this.executor.taskRuns().get(0);
		assertThat(paused.state()).isEqualTo(State.PAUSED);
		assertThat(paused.path()).isEqualTo("hold");
		assertThat(paused.taskType()).isEqualTo("pause");
		assertThat(paused.attempts()).isEmpty();
		this.executor.pass(Duration.ofHours(1));
		assertThat(this.executor.jobs()).isEmpty();
		resume("hold", Map.of("by", "ada"));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.RUNNING);
		TaskRun over = this.executor.taskRuns().get(0);
		assertThat(over.outputs()).isEqualTo(Map.of("by", "ada"));
		assertThat(over.version()).isGreaterThan(paused.version());
		assertThat(over.history()).containsExactly(new StateChange(State.RUNNING, Samples.START),
				new StateChange(State.PAUSED, Samples.START),
				new StateChange(State.RUNNING, Samples.START.plusSeconds(3600)),
				new StateChange(State.SUCCESS, Samples.START.plusSeconds(3600)));
		Job say = this.executor.job();
		assertThat(say.variables().get("outputs")).isEqualTo(Map.of("hold", Map.of("by", "ada")));
		this.executor.run(say, ALICE, State.SUCCESS, null);
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void executionIsPausedUntilTheLastOfItsPausesIsOver() {
		create(parallel(pause("one", null), pause("two", null), pause("three", Duration.ofMinutes(1))));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.PAUSED);
		resume("all.two", Map.of());
		resume("all.two", Map.of());
		assertThat(this.executor.events.stale).hasToString("[NOT_PAUSED]");
		this.executor.pass(Duration.ofMinutes(2));
		assertThat(this.executor.executions()).isEmpty();
		resume("all.one", Map.of());
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.SUCCESS);
	}

	@Test
	void controlTaskThatRunsIsKnownToItsOwnerAlone() {
		create(parallel(pause("one", null), Samples.task("two")));
		assertThat(this.executor.taskRuns()).extracting(TaskRun::path).containsExactly("all.one");
		assertThat(states()).containsOnly(Map.entry("all", State.RUNNING), Map.entry("all.one", State.PAUSED));
		Job two = this.executor.job();
		this.executor.start(two, ALICE);
		assertThat(states()).containsEntry("all", State.RUNNING).containsEntry("all.two", State.RUNNING);
		resume("all.one", Map.of());
		assertThat(states()).containsEntry("all", State.RUNNING).containsEntry("all.one", State.SUCCESS);
		this.executor.kill("e1");
		this.executor.end(two, ALICE, State.KILLED, null);
		assertThat(states()).containsEntry("all", State.KILLED).containsEntry("all.two", State.KILLED);
	}

	@Test
	void pauseFailsWhereItsInputsAreMoreThanTasksMaySee() {
		create(pause("hold", null), Samples.task("say", Map.of("text", "{{ outputs.hold.by }}")));
		this.executor.pipe(ExecutorDriver.TOPICS.executionCommands(), "e1",
				new ExecutionCommand.Resume("e1", Samples.START, "hold", Map.of("by", "ada"), Integer.MAX_VALUE));
		assertThat(this.executor.executions()).last()
			.satisfies((execution) -> assertThat(execution.state()).isEqualTo(State.FAILED))
			.extracting(Execution::error)
			.asString()
			.contains("those that tasks can see here would be");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void killedPauseIsOver() {
		create(pause("hold", null));
		this.executor.kill("e1");
		assertThat(this.executor.taskRuns()).extracting(TaskRun::state).containsExactly(State.PAUSED, State.KILLED);
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.KILLED);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void anExecutionThatIsPausedLetsWhatRunsEndAndGoesOnWhereItWas() {
		create(Samples.task("one"), Samples.retrying("two", 3), Samples.task("three"));
		Job one = this.executor.job();
		this.executor.start(one, ALICE);
		this.executor.executions();
		pipe(new ExecutionCommand.Pause("e1", Samples.START));
		pipe(new ExecutionCommand.Pause("e1", Samples.START));
		assertThat(this.executor.events.stale).hasToString("[PAUSED_BEFORE]");
		assertThat(this.executor.executions()).singleElement().satisfies((execution) -> {
			assertThat(execution.state()).isEqualTo(State.PAUSED);
			assertThat(execution.onHold()).isTrue();
		});
		this.executor.end(one, ALICE, State.SUCCESS, null);
		this.executor.pass(Duration.ofHours(1));
		assertThat(this.executor.jobs()).isEmpty();
		pipe(new ExecutionCommand.Unpause("e1", Samples.START));
		assertThat(this.executor.executions()).last().satisfies((execution) -> {
			assertThat(execution.state()).isEqualTo(State.RUNNING);
			assertThat(execution.onHold()).isFalse();
		});
		Job two = this.executor.job();
		this.executor.run(two, ALICE, State.FAILED, null);
		pipe(new ExecutionCommand.Pause("e1", Samples.START));
		this.executor.pass(Duration.ofHours(1));
		assertThat(this.executor.jobs()).isEmpty();
		pipe(new ExecutionCommand.Unpause("e1", Samples.START));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		pipe(new ExecutionCommand.Pause("e1", Samples.START));
		this.executor.kill("e1");
		assertThat(this.executor.executions()).last().satisfies((execution) -> {
			assertThat(execution.state()).isEqualTo(State.KILLED);
			assertThat(execution.onHold()).isFalse();
		});
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aLoopThatIsPausedWakesInSlices() {
		create(new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE, Collections.nCopies(2_000, "x"), 0,
				true, List.of(Samples.task("one"), Samples.task("two"))));
		List<Job> jobs = this.executor.jobs();
		assertThat(jobs).hasSize(2_000);
		pipe(new ExecutionCommand.Pause("e1", Samples.START));
		jobs.forEach((job) -> this.executor.run(job, ALICE, State.SUCCESS, null));
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.mostChangesOfATurn();
		pipe(new ExecutionCommand.Unpause("e1", Samples.START));
		List<Job> more = this.executor.jobs();
		assertThat(more).hasSize(2_000).extracting(Job::taskRunId).doesNotHaveDuplicates();
		assertThat(this.executor.mostChangesOfATurn()).isLessThan(2_000);
		more.forEach((job) -> this.executor.run(job, ALICE, State.SUCCESS, null));
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aPauseTaskInAPausedExecutionWaitsForBoth() {
		create(pause("hold", null), Samples.task("say"));
		pipe(new ExecutionCommand.Pause("e1", Samples.START));
		resume("hold", Map.of());
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.PAUSED);
		pipe(new ExecutionCommand.Unpause("e1", Samples.START));
		assertThat(this.executor.job().taskRunId()).isEqualTo("e1.say");
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.RUNNING);
	}

	private void pipe(ExecutionCommand command) {
		this.executor.command(command);
	}

	@Test
	void historyOfAnExecutionDoesNotGrowWithItsPauses() {
		create(new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE, Collections.nCopies(200, "x"), 1, true,
				List.of(pause("hold", Duration.ofSeconds(1)))));
		for (int i = 0; i < 200; i++) {
			this.executor.pass(Duration.ofSeconds(1));
		}
		List<Execution> documents = this.executor.executions();
		Execution last = documents.get(documents.size() - 1);
		assertThat(last.state()).isEqualTo(State.SUCCESS);
		assertThat(last.history()).hasSizeLessThan(110).last().extracting(StateChange::state).isEqualTo(State.SUCCESS);
		assertThat(documents.get(documents.size() - 2).history()).hasSizeLessThan(110);
	}

	private Map<String, State> states() {
		Snapshot known = ((OwnerResponse.Known) this.executor.answer("e1")).snapshot();
		assertThat(known.complete()).isTrue();
		return known.taskRuns().stream().collect(Collectors.toMap(TaskRun::path, TaskRun::state));
	}

	private void create(Task... tasks) {
		this.executor.create("e1", Samples.flow(List.of(tasks)));
	}

	private void resume(String path, Map<String, Object> inputs) {
		this.executor.pipe(ExecutorDriver.TOPICS.executionCommands(), "e1",
				new ExecutionCommand.Resume("e1", Samples.START, path, inputs, 20));
	}

	private static Task parallel(Task... tasks) {
		return new ControlTask.Parallel("all", TaskOptions.NONE, Handlers.NONE, 0, true, List.of(tasks));
	}

	private static Task pause(String id, @Nullable Duration duration) {
		return new ControlTask.Pause(id, TaskOptions.NONE, Handlers.NONE, duration, List.of());
	}

}
