package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowCommand.ReleaseSlot;
import io.windhover.execution.flow.FlowCommand.RequestSlot;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executions before they begin.
 */
class ExecutionAdmissionTests {

	private static final Flow FLOW = Samples.flow(List.of(Samples.task("a")));

	private static final Flow LIMITED = Samples.limited(FLOW, 1);

	private static final FlowCommand REQUEST = new RequestSlot("test", "sample", "e1", START);

	private static final FlowCommand RELEASE = new ReleaseSlot("test", "sample", "e1", START);

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void executionOfALimitedFlowIsQueuedUntilItIsAdmittedAndReleasesItsSlotAtItsEnd() {
		this.executor.create("e1", LIMITED);
		Execution queued = this.executor.executions().get(0);
		assertThat(queued.state()).isEqualTo(State.QUEUED);
		assertThat(queued.waitsFor()).startsWith("a slot");
		assertThat(queued.history()).extracting(StateChange::state).containsExactly(State.CREATED, State.QUEUED);
		assertThat(this.executor.flowCommands()).containsExactly(REQUEST);
		this.executor.pass(Duration.ofHours(1));
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.executorState.stuck(10).count()).isZero();
		this.executor.create("e1", LIMITED);
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS);
		admit();
		Execution begun = this.executor.executions().get(0);
		assertThat(begun.state()).isEqualTo(State.RUNNING);
		assertThat(begun.startedAt()).isEqualTo(START.plus(Duration.ofHours(1)));
		assertThat(begun.waitsFor()).isNull();
		assertThat(begun.version()).isGreaterThan(queued.version());
		assertThat(this.executor.flowCommands()).isEmpty();
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.SUCCESS);
		assertThat(released()).containsExactly("e1");
		assertThat(this.executor.entries()).isEmpty();
		assertThat(this.executor.executorState.executionsByFlow()).isEmpty();
		assertThat(this.executor.events.told).filteredOn("execution started e1"::equals).hasSize(1);
	}

	@Test
	void killOfWhatWaitsEndsItAndLeavesTheQueue() {
		this.executor.create("e1", LIMITED);
		this.executor.kill("e1");
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.KILLED);
		assertThat(this.executor.flowCommands()).containsExactly(REQUEST, RELEASE);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void admissionThatMeetsAKillGivesTheSlotBack() {
		this.executor.create("e1", LIMITED);
		this.executor.kill("e1");
		this.executor.flowCommands();
		admit();
		assertThat(this.executor.flowCommands()).containsExactly(RELEASE);
		assertThat(this.executor.jobs()).isEmpty();
	}

	@Test
	void admissionThatComesTwiceChangesNothing() {
		this.executor.create("e1", LIMITED);
		this.executor.flowCommands();
		admit();
		admit();
		refuse();
		assertThat(this.executor.jobs()).hasSize(1);
		assertThat(this.executor.flowCommands()).isEmpty();
		assertThat(this.executor.events.stale).containsExactly(StaleReason.NOT_WAITED_FOR, StaleReason.NOT_WAITED_FOR);
	}

	@Test
	void refusalEndsWhatWaitsWithItsReason() {
		this.executor.create("e1", LIMITED);
		refuse();
		Execution ended = this.executor.executions().get(1);
		assertThat(ended.state()).isEqualTo(State.FAILED);
		assertThat(ended.error()).isEqualTo("too many");
		assertThat(ended.waitsFor()).isNull();
		assertThat(ended.endedAt()).isNotNull();
		assertThat(this.executor.flowCommands()).containsExactly(REQUEST);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void killOfWhatRunsReleasesTheSlot() {
		this.executor.create("e1", LIMITED);
		admit();
		this.executor.flowCommands();
		this.executor.kill("e1");
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.KILLED);
		assertThat(this.executor.flowCommands()).containsExactly(RELEASE);
	}

	@Test
	void endOfAnExecutionOfABackfillIsReportedHoweverItEnds() {
		this.executor.command(ofBackfill("e1"));
		this.executor.kill("e1");
		assertThat(this.executor.flowCommands()).containsExactly(ended("e1", State.KILLED));
		this.executor.create("e2", LIMITED);
		this.executor.command(ofBackfill("e3"));
		this.executor.flowCommands();
		this.executor.kill("e3");
		assertThat(this.executor.flowCommands()).containsExactly(ended("e3", State.KILLED),
				new ReleaseSlot("test", "sample", "e3", START));
		this.executor.plans.put(FLOW.ref(), Plan.of(FLOW));
		this.executor.command(ofBackfill("e4"));
		assertThat(this.executor.flowCommands()).isEmpty();
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		assertThat(this.executor.flowCommands()).containsExactly(ended("e4", State.SUCCESS));
		this.executor.command(ofBackfill("e4"));
		assertThat(this.executor.flowCommands()).isEmpty();
	}

	private static ExecutionCommand.Create ofBackfill(String id) {
		return new ExecutionCommand.Create(id, START, FLOW.ref(), Map.of(), Map.of(),
				new TriggerFire("s", "schedule", START, Map.of(), "b1"));
	}

	private static FlowCommand ended(String id, State end) {
		return new FlowCommand.BackfillEnded("test", "sample", "s", "b1", id, end, START);
	}

	@Test
	void executionThatWaitedForItsRevisionAsksForItsSlotAfterwards() {
		this.executor.command(Samples.create("e1", LIMITED));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.CREATED);
		admit();
		assertThat(this.executor.executions()).isEmpty();
		this.executor.plans.put(LIMITED.ref(), Plan.of(LIMITED));
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.QUEUED);
		admit();
		assertThat(this.executor.jobs()).hasSize(1);
		assertThat(this.executor.executorState.executionsByFlow()).containsOnly(Map.entry(LIMITED.key(), 1));
	}

	@Test
	void executionWaitsForItsRevisionForAsLongAsFlowsAreStillBeingRead() {
		this.executor.plansAreComplete = false;
		this.executor.command(Samples.create("e1", FLOW));
		this.executor.pass(ExecutorDriver.FLOW_TIMEOUT.plusSeconds(1));
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.CREATED);
		this.executor.plansAreComplete = true;
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executor.executions()).extracting(Execution::error)
			.containsExactly("revision test/sample/1 did not arrive within PT30S");
	}

	@Test
	void executionThatWaitedForItsRevisionCountsOnce() {
		this.executor.command(Samples.create("e1", FLOW));
		this.executor.plans.put(FLOW.ref(), Plan.of(FLOW));
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executor.jobs()).hasSize(1);
		assertThat(this.executor.events.told).filteredOn("execution started e1"::equals).hasSize(1);
		assertThat(this.executor.executorState.executions()).singleElement()
			.extracting(ExecutorView.Tally::state, ExecutorView.Tally::count)
			.containsExactly(State.RUNNING, 1);
	}

	@Test
	void resumptionOfWhatWaitsChangesNothing() {
		this.executor.command(Samples.create("e1", FLOW));
		this.executor.command(new ExecutionCommand.Resume("e1", START, "a", Map.of(), 0));
		assertThat(this.executor.events.stale).containsExactly(StaleReason.NOT_WAITED_FOR);
	}

	@Test
	void queueIsKeptWhenTheTaskIsOpenedAgain() {
		this.executor.create("e1", LIMITED);
		this.executor.abort();
		this.executor.reopen();
		assertThat(this.executor.executorState.executions()).singleElement()
			.extracting(ExecutorView.Tally::state)
			.isEqualTo(State.QUEUED);
		admit();
		assertThat(this.executor.jobs()).hasSize(1);
	}

	private List<String> released() {
		return this.executor.flowCommands()
			.stream()
			.map(ReleaseSlot.class::cast)
			.map(ReleaseSlot::executionId)
			.toList();
	}

	private void admit() {
		this.executor.command(new ExecutionCommand.Admit("e1", START, LIMITED.key()));
	}

	private void refuse() {
		this.executor.command(new ExecutionCommand.Refuse("e1", START, State.FAILED, "too many"));
	}

}
