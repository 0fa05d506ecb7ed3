package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorView;
import io.windhover.executor.ExecutorView.Cause;
import io.windhover.executor.ExecutorView.StuckTaskRun;
import io.windhover.executor.state.ExecutorState;
import io.windhover.executor.state.InFlightIndex;
import io.windhover.executor.state.InFlightIndexes;
import io.windhover.executor.store.ExecutorStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.BDDMockito.given;

class ExecutorStateTests {

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	private final ExecutorState executorState = this.executor.executorState;

	@Test
	void showsWhatIsInFlightWithTheOldestOfEachState() {
		assertThat(this.executorState.isOpen()).isTrue();
		assertThat(this.executorState.executions()).isEmpty();
		assertThat(this.executorState.lastEvent()).isNull();
		Job first = queued("e1");
		this.executor.pass(Duration.ofSeconds(10));
		Job second = queued("e2");
		queued("e3");
		assertThat(this.executorState.executionsByFlow()).isEqualTo(Map.of(first.flow(), 3));
		assertThat(this.executorState.executions()).singleElement().satisfies((running) -> {
			assertThat(running.state()).isEqualTo(State.RUNNING);
			assertThat(running.count()).isEqualTo(3);
			assertThat(running.oldest().id()).isEqualTo("e1");
		});
		this.executor.start(first, ALICE);
		assertThat(this.executorState.taskRuns()).extracting("state", "count", "oldest.id")
			.containsExactly(tuple(State.QUEUED, 2, "e2.a"), tuple(State.RUNNING, 1, "e1.a"));
		this.executor.run(second, BOB, State.FAILED, null);
		assertThat(this.executorState.taskRuns()).extracting("state", "count", "oldest.id")
			.containsExactly(tuple(State.QUEUED, 1, "e3.a"), tuple(State.RUNNING, 1, "e1.a"),
					tuple(State.RETRYING, 1, "e2.a"));
		assertThat(this.executorState.taskRuns().get(1).oldest().worker()).isEqualTo(ALICE);
		this.executor.end(first, ALICE, State.SUCCESS, null);
		assertThat(this.executorState.executionsByFlow()).isEqualTo(Map.of(first.flow(), 2));
		assertThat(this.executorState.executions().get(0).oldest().createdAt()).isEqualTo(Samples.START);
		this.executor.kill("e2");
		this.executor.kill("e3");
		assertThat(this.executorState.executions()).isEmpty();
		assertThat(this.executorState.taskRuns()).isEmpty();
		assertThat(this.executorState.executionsByFlow()).isEmpty();
		assertThat(this.executorState.lastEvent()).isEqualTo(Samples.START.plusSeconds(10));
		assertThat(this.executorState.lastTick()).isEqualTo(Samples.START.plusSeconds(10));
	}

	@Test
	void leasesAreToldByTheLifeOfTheWorkerThatHoldsThem() {
		this.executor.start(queued("e1"), ALICE);
		this.executor.start(queued("e2"), BOB);
		this.executor.start(queued("e3"), BOB);
		assertThat(this.executorState.leases()).containsExactly(new ExecutorView.Leases(ALICE, 1, null, null),
				new ExecutorView.Leases(BOB, 2, null, null));
		given(this.executor.instances.silentSince(BOB)).willReturn(Samples.START);
		assertThat(this.executorState.leases()).last()
			.isEqualTo(new ExecutorView.Leases(BOB, 2, Samples.START, Samples.START.plus(ExecutorDriver.LEASE)));
	}

	@Test
	void lostLeasesAndStaleEventsAreCounted() {
		Job job = queued("e1");
		this.executor.start(job, ALICE);
		this.executor.start(job, ALICE);
		this.executor.gone.add(ALICE);
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executorState.leasesExpired()).isOne();
		assertThat(this.executor.events.expired).containsExactly(ALICE);
		assertThat(this.executorState.leases()).isEmpty();
		assertThat(this.executorState.stale()).hasSize(StaleReason.values().length)
			.containsEntry(StaleReason.STARTED_BEFORE, 1L)
			.containsEntry(StaleReason.ATTEMPT_PASSED, 0L);
		this.executor.end(job, ALICE, State.SUCCESS, null);
		assertThat(this.executorState.stale()).containsEntry(StaleReason.ATTEMPT_PASSED, 1L);
		assertThat(this.executorState.taskRuns()).singleElement()
			.satisfies((queued) -> assertThat(queued.oldest().attempt()).isEqualTo(2));
	}

	@Test
	void taskRunOfASilentWorkerIsStuckUntilItIsTakenFromIt() {
		this.executor.start(queued("e1"), ALICE);
		this.executor.start(queued("e2"), BOB);
		assertThat(this.executorState.stuck(10).count()).isZero();
		given(this.executor.instances.silentSince(ALICE)).willReturn(Samples.START);
		ExecutorView.Stuck stuck = this.executorState.stuck(10);
		assertThat(stuck.counts()).isEqualTo(Map.of(Cause.WORKER_GONE, 1, Cause.NOT_TAKEN, 0));
		StuckTaskRun lost = stuck.taskRuns().get(0);
		assertThat(lost.taskRun().id()).isEqualTo("e1.a");
		assertThat(lost.since()).isEqualTo(Samples.START);
		assertThat(lost.cause()).isEqualTo(Cause.WORKER_GONE);
		assertThat(lost.detail())
			.isEqualTo("worker 'alice' is silent since 2026-01-01T00:00:00Z; its lease ends at 2026-01-01T00:00:30Z");
		this.executor.gone.add(ALICE);
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executorState.stuck(10).count()).isZero();
	}

	@Test
	void restartedWorkerHasLostItsLeaseAtOnce() {
		this.executor.start(queued("e1"), ALICE);
		given(this.executor.instances.silentSince(ALICE)).willReturn(Samples.START);
		given(this.executor.instances.isGone(ALICE, ExecutorDriver.LEASE)).willReturn(true);
		assertThat(this.executorState.stuck(10).taskRuns()).singleElement()
			.satisfies((lost) -> assertThat(lost.detail()).contains("new life"));
		assertThat(this.executorState.leases().get(0).endsAt()).isEqualTo(Samples.START);
	}

	@Test
	void taskRunThatNobodyTakesIsStuckAndTheCauseIsSaid() {
		queued("e1");
		this.executor.pass(Duration.ofSeconds(1));
		queued("e2");
		this.executor.pass(ExecutorDriver.STUCK_AFTER);
		queued("e3");
		assertNotTaken("no worker is alive", 1);
		this.executor.pass(Duration.ofSeconds(2));
		alive(heartbeat(ALICE, 8, 8, "draining"));
		assertNotTaken("workers alive: 1, and all are draining", 2);
		alive(heartbeat(ALICE, 8, 8, "running"), heartbeat(BOB, 4, 4, "running"));
		assertNotTaken("workers: 2, and all their 12 slots are used", 2);
		alive(heartbeat(ALICE, 8, 8, "running"), heartbeat(BOB, 1, 4, "running"));
		assertNotTaken("workers: 2, with 3 of 12 slots free, and none takes it", 2);
		given(this.executor.instances.silentSince(ALICE)).willReturn(Samples.START);
		assertNotTaken("workers: 1, with 3 of 4 slots free, and none takes it", 2);
		this.executor.group = "gpu";
		assertNotTaken("workers alive: 1, and none serves the group 'gpu'", 2);
		alive(heartbeat(ALICE, 8, 8, "running"), serving("default", "gpu"));
		assertNotTaken("workers of group 'gpu': 1, with 3 of 4 slots free, and none takes it", 2);
		given(this.executor.instances.isIsolated()).willReturn(true);
		assertNotTaken("no heartbeat is heard, not even that of this process: the broker may be away", 2);
	}

	@Test
	void dispatchingAgainDoesNotHideThatItWaits() {
		queued("e1");
		this.executor.pass(ExecutorDriver.UNCLAIMED_AFTER.plusSeconds(1));
		assertThat(this.executor.jobs()).hasSize(1);
		assertThat(this.executorState.stuck(10).taskRuns()).singleElement()
			.extracting(StuckTaskRun::since)
			.isEqualTo(Samples.START);
	}

	@Test
	void listOfStuckTaskRunsIsBoundedAndTheCountIsNot() {
		for (int number = 0; number < 20; number++) {
			queued("e%02d".formatted(number));
			this.executor.pass(Duration.ofSeconds(1));
		}
		this.executor.pass(ExecutorDriver.STUCK_AFTER);
		ExecutorView.Stuck stuck = this.executorState.stuck(3);
		assertThat(stuck.count()).isEqualTo(20);
		assertThat(stuck.taskRuns()).extracting((each) -> each.taskRun().id())
			.containsExactly("e00.a", "e01.a", "e02.a");
		assertThat(this.executorState.stuck(0).taskRuns()).isEmpty();
		assertThat(this.executorState.stuck(0).count()).isEqualTo(20);
	}

	@Test
	void storesTellHowManyEntriesTheyHave() {
		assertThat(this.executorState.stores()).hasSize(1)
			.allSatisfy((store) -> assertThat(store.approximateEntries()).isNull());
		queued("e1");
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executorState.stores())
			.containsExactly(new ExecutorView.StoreSize(ExecutorStore.NAME, 1L, Samples.START.plusSeconds(1)));
	}

	@Test
	void whatATaskHadGoesWithItAndComesBackFromItsStores() {
		Job job = queued("e1");
		this.executor.start(job, ALICE);
		queued("e2");
		List<ExecutorView.Tally<ExecutorView.InFlight>> taskRuns = this.executorState.taskRuns();
		List<ExecutorView.Tally<ExecutorView.RunningExecution>> executions = this.executorState.executions();
		assertThat(taskRuns).hasSize(2);
		this.executor.abort();
		assertThat(this.executorState.taskRuns()).isEmpty();
		assertThat(this.executorState.executions()).isEmpty();
		assertThat(this.executorState.leases()).isEmpty();
		this.executor.reopen();
		this.executor.reopen();
		assertThat(this.executorState.taskRuns()).isEqualTo(taskRuns);
		assertThat(this.executorState.executions()).isEqualTo(executions);
		this.executor.end(job, ALICE, State.SUCCESS, null);
		assertThat(this.executorState.executionsByFlow()).isEqualTo(Map.of(job.flow(), 1));
	}

	@Test
	void taskThatCameBackIsNotClosedByItsFormerSelf() {
		InFlightIndexes tasks = new InFlightIndexes();
		InFlightIndex former = new InFlightIndex();
		InFlightIndex latter = new InFlightIndex();
		tasks.opened("0_0", former);
		tasks.opened("0_0", latter);
		latter.sized(Samples.START, 3);
		tasks.closed("0_0", former);
		assertThat(tasks.stores().get(0).approximateEntries()).isEqualTo(3);
		tasks.closed("0_0", latter);
		assertThat(tasks.stores().get(0).approximateEntries()).isNull();
	}

	private Job queued(String id) {
		this.executor.create(id, Samples.flow(List.of(Samples.retrying("a", 2))));
		return this.executor.job();
	}

	private void alive(Heartbeat... heartbeats) {
		given(this.executor.instances.all()).willReturn(List.of(heartbeats)
			.stream()
			.map((heartbeat) -> new InstanceRegistry.Sighting(heartbeat, Samples.START, true))
			.toList());
	}

	private void assertNotTaken(String why, int count) {
		ExecutorView.Stuck stuck = this.executorState.stuck(10);
		assertThat(stuck.counts()).containsEntry(Cause.NOT_TAKEN, count);
		assertThat(stuck.taskRuns()).hasSize(count)
			.allSatisfy((each) -> assertThat(each.detail()).isEqualTo(why))
			.allSatisfy((each) -> assertThat(each.cause()).isEqualTo(Cause.NOT_TAKEN));
	}

	private static Heartbeat serving(String... groups) {
		return new Heartbeat(BOB, Set.of("worker"), "host", null, 1, 4, "running", Samples.START, Samples.START, "1",
				Standing.HOLDING, null, null, Set.of(), List.of(groups));
	}

	private static Heartbeat heartbeat(InstanceRef instance, int used, int max, @Nullable String state) {
		return new Heartbeat(instance, Set.of("worker"), "host", null, used, max, state, Samples.START, Samples.START,
				"1");
	}

}
