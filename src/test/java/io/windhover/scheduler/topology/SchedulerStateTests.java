package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.scheduler.machine.TriggerEvent;
import io.windhover.scheduler.machine.TriggerMachine;
import io.windhover.scheduler.machine.TriggerTransition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SchedulerStateTests {

	private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

	private static final SchedulerView.EvaluationFailures NONE = SchedulerView.EvaluationFailures.NONE;

	private final Evaluations evaluations = mock(Evaluations.class);

	private final MutableClock clock = new MutableClock(NOW.toString());

	private final SchedulerState schedulerState = new SchedulerState(this.evaluations, () -> false, this.clock);

	@Test
	void listsTheTriggersOfAllTasksInTheOrderOfTheirKeys() {
		given(this.evaluations.since("demo/b/t")).willReturn(NOW);
		this.schedulerState.opened("0_1", List.of(entry("c")));
		this.schedulerState.opened("0_0", List.of(entry("a")));
		this.schedulerState.saved("0_0", entry("b"));
		assertThat(this.schedulerState.scheduled()).containsExactly(
				new SchedulerView.Scheduled(entry("a").state(), false, NONE),
				new SchedulerView.Scheduled(entry("b").state(), true, NONE),
				new SchedulerView.Scheduled(entry("c").state(), false, NONE));
		this.schedulerState.removed("0_0", entry("a").state());
		this.schedulerState.closed("0_1");
		assertThat(this.schedulerState.scheduled()).extracting((each) -> each.state().flowId()).containsExactly("b");
	}

	@Test
	void isReadyWhenItsTopologyRunsAndHasTicked() {
		assertThat(this.schedulerState.isReady()).isFalse();
		this.schedulerState.opened("0_0", List.of());
		this.schedulerState.runs(() -> true);
		assertThat(this.schedulerState.isReady()).isFalse();
		assertThat(this.schedulerState.lastTick()).isNull();
		this.schedulerState.ticked("0_0", NOW);
		assertThat(this.schedulerState.isReady()).isTrue();
		assertThat(this.schedulerState.lastTick()).isEqualTo(NOW);
		this.schedulerState.runs(() -> false);
		assertThat(this.schedulerState.isReady()).isFalse();
	}

	@Test
	void oneToWhichNoPartitionIsLeftIsReadyAndMissesNoTick() {
		this.schedulerState.opened("0_0", List.of());
		this.schedulerState.ticked("0_0", NOW);
		this.schedulerState.closed("0_0");
		assertThat(this.schedulerState.lastTick()).isEqualTo(NOW);
		this.schedulerState.runs(() -> true);
		assertThat(this.schedulerState.isReady()).isTrue();
		assertThat(this.schedulerState.lastTick()).isNull();
		assertThat(this.schedulerState.lastSuccess()).isNull();
	}

	@Test
	void latestIsTheOneWithTheEarliestDateThatIsNotPaused() {
		assertThat(this.schedulerState.latest()).isNull();
		this.schedulerState.opened("0_0", List.of(entry("a"), entry("b").planned(NOW.minusSeconds(5), NOW),
				entry("c").planned(NOW.minusSeconds(9), NOW).paused(null, NOW), entry("d").planned(null, NOW)));
		TriggerState latest = Objects.requireNonNull(this.schedulerState.latest());
		assertThat(latest).isEqualTo(entry("b").planned(NOW.minusSeconds(5), NOW).state());
		assertThat(latest.lateness(NOW)).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void lastSuccessIsThatOfTheTaskThatWaitsForLongest() {
		assertThat(this.schedulerState.lastSuccess()).isNull();
		this.schedulerState.ticked("0_0", NOW);
		this.schedulerState.ticked("0_1", NOW.plusSeconds(1));
		this.schedulerState.ticked("0_1", NOW.plusSeconds(2));
		assertThat(this.schedulerState.lastSuccess()).isEqualTo(NOW);
		this.schedulerState.closed("0_0");
		assertThat(this.schedulerState.lastSuccess()).isEqualTo(NOW.plusSeconds(2));
		this.schedulerState.closed("0_1");
		assertThat(this.schedulerState.lastSuccess()).isEqualTo(NOW.plusSeconds(2));
	}

	@Test
	void taskThatNeverTicksIsLateFromItsOpening() {
		this.schedulerState.opened("0_0", List.of());
		this.clock.advance(Duration.ofSeconds(60));
		this.schedulerState.opened("0_1", List.of());
		this.schedulerState.ticked("0_1", NOW.plusSeconds(61));
		assertThat(this.schedulerState.lastSuccess()).isEqualTo(NOW);
		assertThat(this.schedulerState.lastTick()).isEqualTo(NOW.plusSeconds(61));
		this.schedulerState.ticked("0_0", NOW.plusSeconds(62));
		assertThat(this.schedulerState.lastSuccess()).isEqualTo(NOW.plusSeconds(61));
	}

	@Test
	void detailTellsTheNextDatesAndWhatWasMissed() {
		assertThat(this.schedulerState.find("demo", "a", "t")).isNull();
		this.schedulerState.opened("0_0", List.of(entry("a"), entry("b").planned(null, NOW)));
		this.schedulerState.missed(entry("a").state(), MissedReason.PAUSED, 3);
		this.schedulerState.missed(entry("a").state(), MissedReason.PAUSED, 1);
		SchedulerView.Detail detail = Objects.requireNonNull(this.schedulerState.find("demo", "a", "t"));
		assertThat(detail.nextDates()).hasSize(10)
			.startsWith(Instant.parse("2026-05-01T11:00:00Z"), Instant.parse("2026-05-01T12:00:00Z"))
			.endsWith(Instant.parse("2026-05-01T20:00:00Z"));
		assertThat(detail.missed()).hasSize(MissedReason.values().length)
			.containsEntry(MissedReason.PAUSED, 4L)
			.containsEntry(MissedReason.RECOVER_LAST, 0L);
		assertThat(Objects.requireNonNull(this.schedulerState.find("demo", "b", "t")).nextDates()).isEmpty();
		this.schedulerState.removed("0_0", entry("a").state());
		this.schedulerState.saved("0_0", entry("a"));
		assertThat(Objects.requireNonNull(this.schedulerState.find("demo", "a", "t")).missed())
			.containsEntry(MissedReason.PAUSED, 0L);
	}

	@Test
	void nextDatesMeetTheConditionsAndEndWithThem() {
		ScheduleTrigger trigger = Flows.schedule("t", "0 12 * * *",
				new ScheduleConditions(null, Instant.parse("2026-05-05T23:59:59Z"), List.of(),
						List.of(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 3))),
				ScheduleTrigger.RecoverMissed.ALL);
		TriggerEntry first = TriggerEntry.first(Flows.flow("a", 1, trigger), trigger, NOW);
		this.schedulerState.opened("0_0", List.of(first));
		assertThat(Objects.requireNonNull(this.schedulerState.find("demo", "a", "t")).nextDates()).containsExactly(
				Instant.parse("2026-05-02T12:00:00Z"), Instant.parse("2026-05-04T12:00:00Z"),
				Instant.parse("2026-05-05T12:00:00Z"));
		TriggerTransition over = TriggerMachine.decide(first, new TriggerEvent.Due(), Duration.ofSeconds(10),
				NOW.plus(Duration.ofDays(9)));
		assertThat(over.fires()).isEqualTo(3);
		assertThat(Objects.requireNonNull(over.changed()).state().next()).isNull();
		assertThat(first
			.revised(Flows.flow("a", 2, Flows.schedule("t", "0 12 * * *")), Flows.schedule("t", "0 12 * * *"), NOW)
			.state()
			.next()).as("other conditions are other dates").isEqualTo("2026-05-01T12:00:00Z");
	}

	@Test
	void failedEvaluationsAreCountedInARowAndInAll() {
		PollingTrigger poll = Flows.polling("t", Duration.ofSeconds(5), "fail");
		WebhookTrigger hook = new WebhookTrigger("t", "", Map.of(), null);
		this.schedulerState.opened("0_0", List.of(TriggerEntry.first(Flows.flow("a", 1, poll), poll, NOW),
				TriggerEntry.first(Flows.flow("b", 1, hook), hook, NOW), entry("c")));
		assertThat(failures()).isEqualTo(NONE);
		evaluated(1, "refused");
		evaluated(1, "refused");
		evaluated(2, "timeout");
		assertThat(failures()).isEqualTo(new SchedulerView.EvaluationFailures(2, 2, "timeout", NOW.plusSeconds(3)));
		assertThat(this.schedulerState.failing(2)).singleElement()
			.satisfies((each) -> assertThat(each.state().key()).isEqualTo("demo/a/t"));
		assertThat(this.schedulerState.failing(3)).isEmpty();
		evaluated(3, null);
		assertThat(this.schedulerState.failing(1)).isEmpty();
		assertThat(failures()).isEqualTo(new SchedulerView.EvaluationFailures(2, 0, "timeout", NOW.plusSeconds(3)));
		evaluated(4, "refused");
		assertThat(failures()).isEqualTo(new SchedulerView.EvaluationFailures(3, 1, "refused", NOW.plusSeconds(5)));
		assertThat(Objects.requireNonNull(this.schedulerState.find("demo", "b", "t")).scheduled().failures()).isNull();
		assertThat(Objects.requireNonNull(this.schedulerState.find("demo", "c", "t")).scheduled().failures())
			.isEqualTo(NONE);
		this.schedulerState.removed("0_0",
				Objects.requireNonNull(this.schedulerState.find("demo", "a", "t")).scheduled().state());
		this.schedulerState.saved("0_0", TriggerEntry.first(Flows.flow("a", 1, poll), poll, NOW));
		assertThat(failures()).isEqualTo(NONE);
	}

	private void evaluated(int second, @Nullable String error) {
		this.schedulerState.evaluated(new TriggerCommand.Evaluated("demo", "a", "t", NOW.plusSeconds(second + 1),
				NOW.plusSeconds(second), false, Map.of(), error, null, null));
	}

	private SchedulerView.@Nullable EvaluationFailures failures() {
		assertThat(this.schedulerState.scheduled().get(0).failures())
			.isEqualTo(Objects.requireNonNull(this.schedulerState.find("demo", "a", "t")).scheduled().failures());
		return this.schedulerState.scheduled().get(0).failures();
	}

	private static TriggerEntry entry(String flow) {
		ScheduleTrigger trigger = Flows.schedule("t", "0 * * * *");
		return TriggerEntry.first(Flows.flow(flow, 1, trigger), trigger, NOW);
	}

}
