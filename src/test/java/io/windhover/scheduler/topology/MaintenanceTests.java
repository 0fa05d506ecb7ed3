package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.FlowEnd;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MaintenanceTests {

	private final List<Runnable> waiting = new ArrayList<>();

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T10:00:10Z", this.waiting::add);

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void nothingFiresAndAfterwardsRecoverMissedDecides() {
		this.scheduler.store(Flows.flow("all", 1, schedule(RecoverMissed.ALL)));
		this.scheduler.store(Flows.flow("last", 1, schedule(RecoverMissed.LAST)));
		this.scheduler.store(Flows.flow("none", 1, schedule(RecoverMissed.NONE)));
		this.scheduler.holding = true;
		this.scheduler.pass("PT60S");
		this.scheduler.pass("PT60S");
		restart();
		this.scheduler.pass("PT70S");
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).isEmpty();
		assertThat(this.scheduler.state("demo/all/t").paused()).isFalse();
		assertThat(this.scheduler.view().latest()).isNull();
		assertThat(this.scheduler.view().lastTick()).isEqualTo(this.scheduler.now());
		this.scheduler.holding = false;
		assertThat(this.scheduler.view().latest()).isNotNull();
		this.scheduler.tick();
		assertThat(this.scheduler.createdDates()).containsExactlyInAnyOrder("2026-05-01T10:01:00Z",
				"2026-05-01T10:02:00Z", "2026-05-01T10:03:00Z", "2026-05-01T10:03:00Z");
		assertThat(this.scheduler.detail("none", "t").missed()).containsEntry(MissedReason.RECOVER_NONE, 3L);
	}

	@Test
	void aPausedTriggerIsStillPausedAfterwards() {
		this.scheduler.store(Flows.flow("a", 1, schedule(RecoverMissed.ALL)));
		this.scheduler.command(new TriggerCommand.Pause("demo", "a", "t", this.scheduler.now()));
		this.scheduler.holding = true;
		this.scheduler.pass("PT60S");
		this.scheduler.holding = false;
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.state("demo/a/t").paused()).isTrue();
	}

	@Test
	void endsThatFlowTriggersHearAreKeptInTheirOrderOverARestart() {
		this.scheduler.store(Flows.flow("a", 1,
				new FlowTrigger("t",
						List.of(new FlowCondition("", "demo", "load", List.of(FlowTrigger.End.SUCCESS), Map.of())),
						null, Map.of())));
		this.scheduler.holding = true;
		heard("e1");
		this.scheduler.clock.advance(Duration.ofSeconds(1));
		heard("e2");
		heard("e2");
		restart();
		this.scheduler.tick();
		assertThat(this.scheduler.created()).isEmpty();
		this.scheduler.holding = false;
		this.scheduler.clock.advance(Duration.ofSeconds(1));
		heard("e3");
		assertThat(this.scheduler.created()).isEmpty();
		this.scheduler.tick();
		assertThat(this.scheduler.created())
			.extracting((create) -> create.trigger() != null ? create.trigger().variables().get("executionId") : "")
			.containsExactly("e1", "e2", "e3");
		heard("e4");
		assertThat(this.scheduler.created()).hasSize(1);
		this.scheduler.tick();
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void anEvaluationThatBeganBeforeStartsNothingAndIsMadeAgain() {
		this.scheduler.store(Flows.flow("a", 1, Flows.polling("t", Duration.ofMinutes(1), "fire")));
		this.scheduler.pass("PT60S");
		this.scheduler.holding = true;
		assertThat(outcome().fire()).isTrue();
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).contains("missed demo/a test-poll maintenance");
		this.scheduler.pass("PT60S");
		assertThat(this.waiting).isEmpty();
		this.scheduler.holding = false;
		this.scheduler.tick();
		outcome();
		assertThat(this.scheduler.created()).hasSize(1);
	}

	@Test
	void whatSomebodyAsksForStartsAndWaitsForAWorker() {
		this.scheduler.store(Flows.flow("a", 1, schedule(RecoverMissed.LAST)));
		this.scheduler.holding = true;
		this.scheduler.command(new TriggerCommand.Fire("demo", "a", "t", this.scheduler.now(), "r"));
		assertThat(this.scheduler.created()).hasSize(1);
	}

	@Test
	void newDatesOfARevisionFireNothing() {
		this.scheduler.store(Flows.flow("a", 1, schedule(RecoverMissed.ALL)));
		this.scheduler.holding = true;
		this.scheduler.pass("PT60S");
		this.scheduler.store(Flows.flow("a", 2, Flows.schedule("t", "30 * * * *")));
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.detail("a", "t").missed()).containsEntry(MissedReason.DATES_CHANGED, 1L);
	}

	private Evaluated outcome() {
		this.waiting.forEach(Runnable::run);
		this.waiting.clear();
		Evaluated outcome = this.scheduler.outcomes.remove(0);
		this.scheduler.command(outcome);
		return outcome;
	}

	private void heard(String execution) {
		Instant now = this.scheduler.now();
		this.scheduler.flow(new FlowCommand.Heard("demo", "a", "t",
				new FlowEnd(execution, "demo", "load", State.SUCCESS, Map.of(), null, now, 1), now));
	}

	private void restart() {
		Map<String, KeptStore> stores = this.scheduler.committed();
		this.scheduler.close();
		this.scheduler.stores = stores;
		this.scheduler.start();
	}

	private static ScheduleTrigger schedule(RecoverMissed recoverMissed) {
		return Flows.schedule("t", "* * * * *", "UTC", recoverMissed);
	}

}
