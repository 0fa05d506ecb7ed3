package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.json.Json;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.flow.Trigger;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.machine.DueDates;
import io.windhover.scheduler.machine.TriggerEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people ask of triggers.
 */
class SchedulerCommandsTests {

	private static final String KEY = "demo/a/t";

	private final List<Runnable> waiting = new ArrayList<>();

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T10:00:10Z", this.waiting::add);

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void pausedTriggerFiresNothingAndItsDatesAreMissed() {
		store(1, minutely());
		pause();
		assertThat(this.scheduler.states().get(KEY)).satisfies((state) -> assertThat(state.paused()).isTrue());
		this.scheduler.pass("PT60S");
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/a schedule paused",
				"missed demo/a schedule paused");
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, 2L);
		assertThat(detail().pausedSince()).isEqualTo("2026-05-01T10:00:10Z");
		assertThat(detail().nextDates()).startsWith(Instant.parse("2026-05-01T10:03:00Z"));
		assertThat(detail().scheduled().state().lateness(this.scheduler.clock.instant())).isZero();
	}

	@Test
	void resumedTriggerFiresAtItsNextDateAndNotAtThoseOfThePause() {
		store(1, minutely());
		pause();
		this.scheduler.pass("PT60S");
		this.scheduler.clock.advance(Duration.ofMinutes(5));
		resume();
		assertThat(detail().pausedSince()).isNull();
		this.scheduler.tick();
		assertThat(this.scheduler.created()).isEmpty();
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.createdDates()).containsExactly("2026-05-01T10:07:00Z");
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, 6L)
			.containsEntry(MissedReason.RECOVER_LAST, 0L);
	}

	@Test
	void pauseKeepsWhoAskedAndWhyUntilItIsResumed() {
		store(1, minutely());
		this.scheduler.command(new TriggerCommand.Pause("demo", "a", "t", this.scheduler.clock.instant(),
				new PauseNote("ada", "new disks")));
		this.scheduler.close();
		this.scheduler.start();
		store(2, minutely());
		this.scheduler.pass("PT60S");
		assertThat(detail().scheduled().pause()).isEqualTo(
				new SchedulerView.Pause(Instant.parse("2026-05-01T10:00:10Z"), new PauseNote("ada", "new disks")));
		resume();
		assertThat(detail().scheduled().pause()).isNull();
	}

	@Test
	void pauseAndResumeChangeNothingTheSecondTime() {
		store(1, minutely());
		resume();
		pause();
		this.scheduler.states();
		this.scheduler.clock.advance(Duration.ofSeconds(1));
		pause();
		assertThat(this.scheduler.states()).isEmpty();
		assertThat(detail().pausedSince()).isEqualTo("2026-05-01T10:00:10Z");
		resume();
		this.scheduler.states();
		resume();
		assertThat(this.scheduler.states()).isEmpty();
	}

	@Test
	void pauseSurvivesARestartAndRevisionsOfTheFlow() {
		store(1, minutely());
		pause();
		this.scheduler.close();
		this.scheduler.start();
		store(2, Flows.schedule("t", "* * * * *", "UTC", RecoverMissed.NONE));
		store(3, Flows.schedule("t", "*/2 * * * *", "UTC", RecoverMissed.ALL));
		this.scheduler.pass("PT5M");
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.state(KEY).paused()).isTrue();
		assertThat(detail().pausedSince()).isEqualTo("2026-05-01T10:00:10Z");
		resume();
		this.scheduler.pass("PT1M");
		assertThat(this.scheduler.createdDates()).containsExactly("2026-05-01T10:06:00Z");
	}

	@Test
	void datesThatPassedWhileNoSchedulerRanAreNotFiredWhenThePauseEnds() {
		store(1, minutely());
		pause();
		restartAfter(Duration.ofMinutes(10));
		resume();
		this.scheduler.tick();
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, 10L);
		assertThat(this.scheduler.state(KEY).next()).isEqualTo("2026-05-01T10:11:00Z");
	}

	@Test
	void datesAfterTheRequestToResumeAreRecoveredAsUsual() {
		store(1, minutely());
		pause();
		TriggerCommand resume = new TriggerCommand.Resume("demo", "a", "t", Instant.parse("2026-05-01T10:07:30Z"));
		restartAfter(Duration.ofMinutes(10));
		this.scheduler.command(resume);
		this.scheduler.tick();
		assertThat(this.scheduler.createdDates()).containsExactly("2026-05-01T10:08:00Z", "2026-05-01T10:09:00Z",
				"2026-05-01T10:10:00Z");
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, 7L);
	}

	@Test
	void pauseWithMoreDatesThanOneLookDecidesEndsAllTheSame() {
		store(1, Flows.schedule("t", "* * * * * *", "UTC", RecoverMissed.ALL));
		pause();
		restartAfter(Duration.ofHours(3));
		resume();
		this.scheduler.tick();
		assertThat(this.scheduler.created()).isEmpty();
		this.scheduler.pass("PT1S");
		assertThat(this.scheduler.createdDates()).containsExactly("2026-05-01T13:00:11Z");
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, (long) DueDates.MAX_MISSED);
	}

	@Test
	void triggersOfADisabledFlowStandStillAndBeginAnewWithIt() {
		store(1, minutely());
		this.scheduler.store(Flows.disabled("a", 2, minutely()));
		assertThat(this.scheduler.state(KEY).next()).isNull();
		fire("r1");
		this.scheduler.pass("PT5M");
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).isEmpty();
		pause();
		store(3, minutely());
		assertThat(this.scheduler.state(KEY).paused()).isTrue();
		resume();
		assertThat(this.scheduler.state(KEY).next()).isEqualTo("2026-05-01T10:06:00Z");
		this.scheduler.pass("PT1M");
		assertThat(this.scheduler.createdDates()).containsExactly("2026-05-01T10:06:00Z");
	}

	@Test
	void aTaskThatClosedIsLostUntilItOpensAgain() {
		store(1, minutely());
		assertThat(this.scheduler.view().hasLostPartitions()).isFalse();
		this.scheduler.close();
		assertThat(this.scheduler.view().hasLostPartitions()).isTrue();
		this.scheduler.start();
		assertThat(this.scheduler.view().hasLostPartitions()).isFalse();
		this.scheduler.close();
		this.scheduler.clock.advance(Duration.ofMinutes(6));
		assertThat(this.scheduler.view().hasLostPartitions()).isFalse();
		this.scheduler.start();
	}

	@Test
	void fireStartsOneExecutionAtOnceAndLeavesTheNextDate() {
		store(1, minutely());
		fire("one");
		fire("one");
		ExecutionCommand.Create create = onlyCreated();
		assertThat(SchedulerDriver.date(create)).isEqualTo("2026-05-01T10:00:10Z");
		assertThat(create.inputs()).isEqualTo(Map.of("by", "t"));
		assertThat(this.scheduler.state(KEY)).satisfies((state) -> {
			assertThat(state.next()).isEqualTo("2026-05-01T10:01:00Z");
			assertThat(state.lastExecutionId()).isEqualTo(create.executionId());
			assertThat(state.last()).isEqualTo("2026-05-01T10:00:10Z");
		});
		assertThat(this.scheduler.listener.events).containsExactly("fired demo/a schedule PT0S");
		this.scheduler.pass("PT50S");
		assertThat(this.scheduler.createdDates()).containsExactly("2026-05-01T10:01:00Z");
	}

	@Test
	void fireIsKnownAgainAfterARestartAndHasTheSameExecutionIdAfterACrash() {
		store(1, minutely());
		Map<String, KeptStore> before = this.scheduler.committed();
		fire("one");
		String id = onlyCreated().executionId();
		Map<String, KeptStore> after = this.scheduler.committed();
		restartWith(before);
		this.scheduler.clock.advance(Duration.ofSeconds(3));
		fire("one");
		assertThat(onlyCreated().executionId()).isEqualTo(id);
		restartWith(after);
		fire("one");
		assertThat(this.scheduler.created()).isEmpty();
		fire("two");
		assertThat(onlyCreated().executionId()).isNotEqualTo(id);
	}

	@Test
	void onlyTheLastRequestsAreRemembered() {
		store(1, minutely());
		for (int i = 0; i <= TriggerEntry.MAX_REQUESTS; i++) {
			fire("r" + i);
		}
		assertThat(this.scheduler.created()).hasSize(TriggerEntry.MAX_REQUESTS + 1);
		fire("r1");
		assertThat(this.scheduler.created()).isEmpty();
		fire("r0");
		assertThat(this.scheduler.created()).hasSize(1);
	}

	@Test
	void fireWorksWhilePausedAndLeavesItPaused() {
		store(1, minutely());
		pause();
		fire("one");
		assertThat(this.scheduler.created()).hasSize(1);
		assertThat(this.scheduler.state(KEY).paused()).isTrue();
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void pausedPollingTriggerIsEvaluatedOnlyWhenAsked() {
		store(1, Flows.polling("t", Duration.ofSeconds(5), "fire"));
		pause();
		this.scheduler.pass("PT5S");
		assertThat(this.waiting).isEmpty();
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, 1L);
		Instant next = this.scheduler.state(KEY).next();
		fire("one");
		fire("one");
		assertThat(detail().waiting()).isTrue();
		this.waiting.remove(0).run();
		assertThat(this.waiting).isEmpty();
		Evaluated outcome = this.scheduler.outcomes.get(0);
		this.scheduler.command(outcome);
		this.scheduler.command(outcome);
		assertThat(this.scheduler.created()).hasSize(1);
		assertThat(this.scheduler.state(KEY).next()).isEqualTo(next);
		assertThat(detail().lastEvaluation())
			.isEqualTo(new SchedulerView.Evaluation(outcome.date(), this.scheduler.clock.instant(), true, null));
	}

	@Test
	void evaluationThatBeganBeforeThePauseStartsNothing() {
		store(1, Flows.polling("t", Duration.ofSeconds(5), "fire"));
		this.scheduler.pass("PT5S");
		pause();
		this.waiting.remove(0).run();
		this.scheduler.command(this.scheduler.outcomes.get(0));
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(detail().missed()).containsEntry(MissedReason.PAUSED, 1L);
	}

	@Test
	void fireDuringAnEvaluationIsLeftOutAndCounted() {
		store(1, Flows.polling("t", Duration.ofSeconds(5), "wait"));
		this.scheduler.pass("PT5S");
		fire("one");
		assertThat(this.waiting).hasSize(1);
		assertThat(detail().missed()).containsEntry(MissedReason.STILL_EVALUATING, 1L);
	}

	@Test
	void commandsForATriggerThatIsNotThereDoNothing() {
		pause();
		fire("one");
		resume();
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.states()).isEmpty();
	}

	@Test
	void whatAnEarlierVersionStoredIsRead() {
		TriggerEntry entry = TriggerEntry.first(Flows.flow("a", 1, minutely()), minutely(),
				this.scheduler.clock.instant());
		String json = Json.mapper().writeValueAsString(entry);
		assertThat(json).contains(",\"requests\":[]");
		assertThat(Json.mapper().readValue(json.replace(",\"requests\":[]", ""), TriggerEntry.class)).isEqualTo(entry);
	}

	private void store(int revision, Trigger trigger) {
		this.scheduler.store(Flows.flow("a", revision, trigger));
	}

	private void pause() {
		this.scheduler.command(new TriggerCommand.Pause("demo", "a", "t", this.scheduler.clock.instant()));
	}

	private void resume() {
		this.scheduler.command(new TriggerCommand.Resume("demo", "a", "t", this.scheduler.clock.instant()));
	}

	private void fire(String requestId) {
		this.scheduler.command(new TriggerCommand.Fire("demo", "a", "t", this.scheduler.clock.instant(), requestId));
	}

	private void restartAfter(Duration duration) {
		this.scheduler.close();
		this.scheduler.clock.advance(duration);
		this.scheduler.start();
	}

	private void restartWith(Map<String, KeptStore> stores) {
		this.scheduler.close();
		this.scheduler.stores = stores;
		this.scheduler.start();
	}

	private SchedulerView.Detail detail() {
		return this.scheduler.detail("a", "t");
	}

	private ExecutionCommand.Create onlyCreated() {
		List<ExecutionCommand.Create> created = this.scheduler.created();
		assertThat(created).hasSize(1);
		return created.get(0);
	}

	private static Trigger minutely() {
		return Flows.schedule("t", "* * * * *", "UTC", RecoverMissed.ALL);
	}

}
