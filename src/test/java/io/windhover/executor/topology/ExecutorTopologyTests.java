package io.windhover.executor.topology;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.state.ExecutorState;
import io.windhover.executor.state.WorkerMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class ExecutorTopologyTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void namesOfNodesStoresAndTopicsAreThePinnedOnes() throws IOException {
		try (InputStream pinned = Objects.requireNonNull(getClass().getResourceAsStream("topology.txt"))) {
			assertThat(
					ExecutorDriver
						.topology((worker) -> false,
								new ExecutorState(mock(WorkerMonitor.class), (taskRun) -> "default", SECOND,
										Clock.systemUTC()),
								new RecordedEvents(), Clock.systemUTC())
						.describe())
				.hasToString(new String(pinned.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	@Test
	void runsTasksInSequenceAndPassesOutputs() {
		this.executor.create("e1",
				Samples.flow(List.of(Samples.task("a"), Samples.task("b", Map.of("text", "{{ outputs.a.value }}")))));
		Job first = this.executor.job();
		assertThat(first.variables().get("outputs")).isEqualTo(Map.of());
		this.executor.start(first, ALICE);
		assertThat(this.executor.entries()).as("a small execution is one entry").containsExactly("x/e1");
		this.executor.pass(SECOND);
		this.executor.end(first, ALICE, State.SUCCESS, Map.of("value", 42));
		Job second = this.executor.job();
		assertThat(second.taskRunId()).isEqualTo("e1.b");
		assertThat(second.variables().get("outputs")).isEqualTo(Map.of("a", Map.of("value", 42)));
		this.executor.run(second, BOB, State.SUCCESS, null);
		assertThat(this.executor.executions()).extracting(Execution::state)
			.containsExactly(State.RUNNING, State.SUCCESS);
		assertThat(this.executor.taskRuns()).extracting(TaskRun::state)
			.containsExactly(State.RUNNING, State.SUCCESS, State.RUNNING, State.SUCCESS);
		assertThat(this.executor.events.told).containsExactly("next e1.a", "execution started e1",
				"result test/sample SUCCESS", "ended e1.a SUCCESS after PT1S", "next e1.b",
				"result test/sample SUCCESS", "ended e1.b SUCCESS after PT0S", "execution ended e1 SUCCESS after PT1S");
		assertThat(this.executor.events.stale).isEmpty();
		assertNothingIsLeft();
	}

	@Test
	void jobCarriesOnlyTheOutputsThatItsTemplatesName() {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a"), Samples.task("b"),
				Samples.task("c", Map.of("text", "{{ outputs.b.value }}")), Samples.task("d"))));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("value", "of a"));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("value", "of b"));
		Job third = this.executor.job();
		assertThat(third.variables().get("outputs")).isEqualTo(Map.of("b", Map.of("value", "of b")));
		this.executor.run(third, ALICE, State.SUCCESS, null);
		assertThat(this.executor.job().variables().get("outputs")).isEqualTo(Map.of());
	}

	@Test
	void executionOfNoTasksEndsAtOnceAndLeavesNothing() {
		this.executor.create("e1", Samples.flow(List.of()));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.SUCCESS);
		assertNothingIsLeft();
	}

	@Test
	void retriesWhenTheWaitIsOver() {
		this.executor.create("e1", Samples.flow(List.of(Samples.retrying("a", 2))));
		this.executor.run(this.executor.job(), ALICE, State.FAILED, null);
		this.executor.pass(Duration.ofMillis(9900));
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.pass(Duration.ofMillis(200));
		Job again = this.executor.job();
		assertThat(again.attempt()).isEqualTo(2);
		this.executor.run(again, ALICE, State.FAILED, null);
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.FAILED);
		assertThat(this.executor.events.stale).isEmpty();
		assertNothingIsLeft();
	}

	@Test
	void takesOnlyTheLeasesOfWorkersThatAreGone() {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a"))));
		this.executor.start(this.executor.job(), ALICE);
		this.executor.create("e2", Samples.flow(List.of(Samples.task("a"))));
		this.executor.start(this.executor.job(), BOB);
		this.executor.pass(SECOND);
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.gone.add(ALICE);
		this.executor.pass(SECOND);
		Job again = this.executor.job();
		assertThat(again.executionId()).isEqualTo("e1");
		assertThat(again.attempt()).isEqualTo(2);
		assertThat(this.executor.workerCommands()).extracting(WorkerCommand::worker).containsExactly(ALICE);
		this.executor.run(again, BOB, State.SUCCESS, null);
		assertThat(this.executor.executions()).last().extracting(Execution::id).isEqualTo("e1");
	}

	@Test
	void killStopsTheWorkerAndEndsWithItsReport() {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a"), Samples.task("b"))));
		Job job = this.executor.job();
		this.executor.start(job, ALICE);
		this.executor.kill("e1");
		assertThat(this.executor.workerCommands()).extracting(WorkerCommand::taskRunId).containsExactly("e1.a");
		this.executor.end(job, ALICE, State.KILLED, null);
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.KILLED);
		assertThat(this.executor.jobs()).isEmpty();
		assertNothingIsLeft();
	}

	@Test
	void killOfAWaitingRetryLeavesNoTimer() {
		this.executor.create("e1", Samples.flow(List.of(Samples.retrying("a", 2))));
		this.executor.run(this.executor.job(), ALICE, State.FAILED, null);
		this.executor.kill("e1");
		assertNothingIsLeft();
		this.executor.pass(Duration.ofMinutes(1));
		assertThat(this.executor.events.stale).isEmpty();
	}

	@Test
	void jobThatNobodyTookIsDispatchedAgain() {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a"))));
		Job first = this.executor.job();
		this.executor.pass(ExecutorDriver.UNCLAIMED_AFTER.plus(SECOND));
		Job second = this.executor.job();
		assertThat(second.attempt()).isEqualTo(first.attempt());
		assertThat(second.queuedAt()).isAfter(first.queuedAt());
		this.executor.start(second, ALICE);
		this.executor.start(first, BOB);
		assertThat(this.executor.events.stale).containsExactly(StaleReason.START_REFUSED);
		assertThat(this.executor.workerCommands()).extracting(WorkerCommand::worker).containsExactly(BOB);
		this.executor.end(second, ALICE, State.SUCCESS, null);
		assertNothingIsLeft();
	}

	@Test
	void whatIsDuplicatedOrStaleIsCountedAndChangesNothing() {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a"))));
		this.executor.create("e1", Samples.flow(List.of(Samples.task("other"))));
		Job job = this.executor.job();
		this.executor.start(job, ALICE);
		this.executor.start(job, ALICE);
		this.executor.end(job, BOB, State.FAILED, null);
		this.executor.end(job, ALICE, State.SUCCESS, null);
		this.executor.end(job, ALICE, State.SUCCESS, null);
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS, StaleReason.STARTED_BEFORE,
				StaleReason.ATTEMPT_PASSED, StaleReason.TASK_RUN_UNKNOWN);
		assertThat(this.executor.executions()).extracting(Execution::state)
			.containsExactly(State.RUNNING, State.SUCCESS);
		assertNothingIsLeft();
	}

	@Test
	void costOfATaskRunDoesNotGrowWithTheirNumber() {
		double few = changelogRecordsPerTaskRun("e1", 10);
		double many = changelogRecordsPerTaskRun("e2", 300);
		assertThat(many).isLessThanOrEqualTo(few);
	}

	private double changelogRecordsPerTaskRun(String id, int tasks) {
		this.executor.changelogRecords();
		this.executor.create(id,
				Samples.flow(IntStream.range(0, tasks).mapToObj((index) -> Samples.task("t" + index)).toList()));
		for (int index = 0; index < tasks; index++) {
			this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("value", index));
		}
		assertNothingIsLeft();
		return (double) this.executor.changelogRecords() / tasks;
	}

	private void assertNothingIsLeft() {
		assertThat(this.executor.entries()).isEmpty();
	}

}
