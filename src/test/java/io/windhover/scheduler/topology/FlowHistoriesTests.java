package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.FailureCause;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.expectation.Expected;
import io.windhover.scheduler.Flows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the scheduler knows of the executions of flows, and what it finds missing.
 */
class FlowHistoriesTests {

	private static final Instant START = Instant.parse("2026-05-01T09:59:30Z");

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T09:59:30Z");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void endsOfExecutionsBecomeTheHistoryOfTheirFlowForAll() {
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		end("e1", State.SUCCESS, 10);
		this.scheduler.pass("PT20S");
		end("e2", State.FAILED, 1);
		end("e3", State.FAILED, 1);
		this.scheduler.tick();
		FlowHistory history = published();
		assertThat(history.last()).isEqualTo(
				new FlowHistory.End("e3", State.FAILED, START.plusSeconds(19), START.plusSeconds(20), "no luck"));
		assertThat(history.lastSuccess()).isNotNull().extracting(FlowHistory.End::executionId).isEqualTo("e1");
		assertThat(history.failuresInARow()).isEqualTo(2);
		assertThat(history.failingSince()).isEqualTo(START.plusSeconds(20));
		assertThat(history.recent()).containsExactly(State.SUCCESS, State.FAILED, State.FAILED);
		assertThat(Objects.requireNonNull(history.duration()).p50()).isBetween(Duration.ofSeconds(9),
				Duration.ofSeconds(11));
		assertThat(history.next()).isEqualTo("2026-05-01T10:00:00Z");
		end("e4", State.WARNING, 1);
		this.scheduler.tick();
		assertThat(published()).extracting(FlowHistory::failuresInARow, FlowHistory::failingSince)
			.containsExactly(0, null);
	}

	@Test
	void whatIsNotKnownHasNoHistory() {
		end("e1", State.SUCCESS, 1);
		this.scheduler.tick();
		assertThat(this.scheduler.histories()).isEmpty();
		this.scheduler.store(Flows.flow("nightly", 1));
		this.scheduler.tick();
		assertThat(published().last()).isNull();
		this.scheduler.delete("demo/nightly");
		this.scheduler.tick();
		assertThat(this.scheduler.histories()).containsEntry("demo/nightly", null);
		assertThat(this.scheduler.view().histories()).isEmpty();
	}

	@Test
	void successThatDoesNotComeIsMissedAtItsInstantAndOnceWhoeverRestarts() {
		store(new Expectations(Duration.ofHours(1), null, null, null, List.of(), null, null, null, null));
		assertThat(expectation().due()).isEqualTo(START.plus(Duration.ofHours(1)));
		this.scheduler.pass("PT59M");
		end("e1", State.SUCCESS, 1);
		this.scheduler.pass("PT58M");
		restart();
		this.scheduler.pass("PT3M");
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/nightly successEvery");
		FlowHistory.Expectation missed = expectation();
		assertThat(missed.missedSince()).isEqualTo(START.plus(Duration.ofMinutes(119)));
		assertThat(missed.reason()).isEqualTo("the last success is of 2026-05-01T10:58:30Z");
		restart();
		this.scheduler.pass("PT5H");
		end("e2", State.FAILED, 1);
		this.scheduler.tick();
		assertThat(this.scheduler.listener.events).hasSize(1);
		end("e3", State.SUCCESS, 1);
		this.scheduler.tick();
		assertThat(expectation().missedSince()).isNull();
		this.scheduler.pass("PT61M");
		assertThat(this.scheduler.listener.events).hasSize(2);
	}

	@Test
	void whatHappenedInTimeAndIsHeardLateIsNotMissed() {
		store(new Expectations(Duration.ofHours(1), null, null, null, List.of(), null, null, null, null));
		this.scheduler.pass("PT59M55S");
		// something is heard of, and what is behind it may tell of a success
		this.scheduler.flow(new FlowCommand.Keep("demo", "other", this.scheduler.now()));
		this.scheduler.clock.advance(Duration.ofSeconds(6));
		end("e1", State.SUCCESS, 3, this.scheduler.now().minusSeconds(4));
		this.scheduler.pass("PT5M");
		assertThat(this.scheduler.listener.events).isEmpty();
	}

	@Test
	void timeOfDayWithoutASuccessIsMissedEachDay() {
		store(new Expectations(null, null, LocalTime.of(10, 0), null, List.of(), null, null, null, null));
		this.scheduler.pass("PT36S");
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/nightly endedBy");
		this.scheduler.pass("PT24H");
		this.scheduler.pass("PT6S");
		assertThat(this.scheduler.listener.events).hasSize(2);
		end("e1", State.SUCCESS, 1);
		this.scheduler.tick();
		assertThat(expectation()).extracting(FlowHistory.Expectation::missedSince, FlowHistory.Expectation::due)
			.containsExactly(null, Instant.parse("2026-05-03T10:00:00Z"));
	}

	@Test
	void moreFailuresThanThatAreMissedOnceUntilASuccess() {
		store(new Expectations(null, null, null, null, List.of(), null, null, null, 1));
		end("e1", State.FAILED, 1);
		assertThat(this.scheduler.listener.events).isEmpty();
		end("e2", State.FAILED, 1);
		end("e3", State.FAILED, 1);
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/nightly maxFailuresInARow");
		end("e4", State.SUCCESS, 1);
		end("e5", State.FAILED, 1);
		end("e6", State.FAILED, 1);
		assertThat(this.scheduler.listener.events).hasSize(2);
	}

	@Test
	void executionThatTakesTooLongIsMissedUntilAllSuchHaveEnded() {
		store(new Expectations(null, null, null, null, List.of(), Duration.ofHours(1), null, null, null));
		this.scheduler.flow(new FlowCommand.Overran("demo", "nightly", "e1", START));
		this.scheduler.flow(new FlowCommand.Overran("demo", "nightly", "e2", START.plusSeconds(1)));
		assertThat(this.scheduler.listener.events).hasSize(2).containsOnly("missed demo/nightly maxDuration");
		end("e1", State.SUCCESS, 4000);
		assertThat(kept().missedSince()).isEqualTo(START);
		end("e2", State.KILLED, 4000);
		assertThat(kept().missedSince()).isNull();
	}

	@Test
	void executionThatMeasuresTooLittleIsMissedUntilOneMeasuresEnough() {
		store(new Expectations(null, null, null, null, List.of(), null, null, new Expectations.MinMetric("rows", 10),
				null));
		measured("e1", 9.0);
		assertThat(kept().reason()).isEqualTo("execution e1 measured 9 rows");
		measured("e2", 10.0);
		assertThat(kept().missedSince()).isNull();
	}

	@Test
	void whoDisabledAFlowIsInItsHistory() {
		Instant now = this.scheduler.now();
		PauseNote note = new PauseNote("ada", "the warehouse moves");
		this.scheduler.flow(new FlowCommand.Store(Flows.disabled("nightly", 1), "c", now, now, note));
		FlowHistory.Disabling disabling = this.scheduler.view().histories().get(0).disabling();
		assertThat(disabling).isEqualTo(new FlowHistory.Disabling(now, note));
	}

	@Test
	void disabledFlowOwesNothingAndBeginsAnewWhenItIsEnabled() {
		Expectations hourly = new Expectations(Duration.ofHours(1), null, null, null, List.of(), null, null, null,
				null);
		store(hourly);
		this.scheduler.store(Flows.expecting(Flows.disabled("nightly", 2), hourly));
		this.scheduler.pass("PT9H");
		assertThat(this.scheduler.view().histories().get(0).expected()).isEmpty();
		this.scheduler.store(Flows.expecting(Flows.flow("nightly", 3), hourly));
		this.scheduler.pass("PT59M");
		assertThat(this.scheduler.listener.events).isEmpty();
		this.scheduler.pass("PT2M");
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/nightly successEvery");
	}

	@Test
	void triggersThatArePausedAndWhatRunsAreTold() {
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.command(new TriggerCommand.Pause("demo", "nightly", "at-ten", this.scheduler.now()));
		running(0, 2, "e1");
		running(3, 1, "e2");
		this.scheduler.tick();
		assertThat(published()).extracting(FlowHistory::pausedTriggers, FlowHistory::next).containsExactly(1, null);
		assertThat(this.scheduler.view().histories().get(0).running())
			.isEqualTo(new FlowHistory.Running(3, new FlowHistory.Oldest("e1", START), START));
		this.scheduler.pass("PT4M");
		running(3, 1, "e2");
		assertThat(this.scheduler.view().histories().get(0).running().count()).isEqualTo(1);
	}

	private void running(int partition, int count, String oldest) {
		this.scheduler.flow(new FlowCommand.Running("demo", "nightly", partition, count,
				new FlowHistory.Oldest(oldest, START.plusSeconds(partition)), this.scheduler.now()));
	}

	private void store(Expectations expectations) {
		Flow flow = Flows.flow("nightly", 1);
		this.scheduler.store(Flows.expecting(new Flow(flow.namespace(), flow.id(), 1, null, flow.labels(),
				flow.inputs(), flow.variables(), flow.tasks(), flow.handlers(), flow.options(), flow.outputs(), null,
				flow.triggers(), flow.source(), null, null), expectations));
	}

	private void restart() {
		Map<String, KeptStore> committed = this.scheduler.committed();
		this.scheduler.close();
		this.scheduler.stores = committed;
		this.scheduler.start();
	}

	private void end(String id, State state, long seconds) {
		end(id, state, seconds, this.scheduler.now());
	}

	private void end(String id, State state, long seconds, Instant at) {
		ended(id, state, seconds, at, null);
	}

	private void measured(String id, double value) {
		ended(id, State.SUCCESS, 1, this.scheduler.now(), value);
	}

	private void ended(String id, State state, long seconds, Instant at, @Nullable Double measured) {
		this.scheduler.flow(new FlowCommand.Ended("demo", "nightly", id, state, at.minusSeconds(seconds),
				at.minusSeconds(seconds), at, (state == State.FAILED) ? "no luck" : null,
				(state == State.FAILED) ? FailureCause.of(null, "no luck") : null, measured, 1));
	}

	private FlowHistory published() {
		return Objects.requireNonNull(this.scheduler.histories().get("demo/nightly"));
	}

	/** What is expected, as the scheduler itself has it. */
	private FlowHistory.Expectation kept() {
		List<FlowHistory.Expectation> expected = this.scheduler.view().histories().get(0).expected();
		assertThat(expected).hasSize(1);
		assertThat(expected.get(0).expected()).isIn((Object[]) Expected.values());
		return expected.get(0);
	}

	/** The same as others have it. */
	private FlowHistory.Expectation expectation() {
		this.scheduler.tick();
		return published().expected().get(0);
	}

}
