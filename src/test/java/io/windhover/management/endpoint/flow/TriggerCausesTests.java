package io.windhover.management.endpoint.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.TriggerState;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.SchedulerView.Evaluation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class TriggerCausesTests {

	private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

	private final SchedulerView scheduler = mock(SchedulerView.class);

	@BeforeEach
	void ready() {
		given(this.scheduler.isReady()).willReturn(true);
		given(this.scheduler.lastTick()).willReturn(NOW.minusMillis(300));
	}

	@Test
	void triggerThatWaitsForItsDateHasNone() {
		assertThat(TriggerCauses.find(detail(NOW.plusSeconds(9), null, null, false, null), this.scheduler, NOW))
			.isNull();
		assertThat(TriggerCauses.find(detail(NOW.minusSeconds(1), null, null, false, null), this.scheduler, NOW))
			.isNull();
	}

	@Test
	void pauseIsNamedBeforeAllElse() {
		given(this.scheduler.isReady()).willReturn(false);
		assertCause(detail(NOW.minusSeconds(90), NOW.minusSeconds(99), null, false, null), "paused",
				NOW.minusSeconds(99));
	}

	@Test
	void schedulerThatDoesNotRunOrDoesNotLookHoldsItUp() {
		assertCause(detail(NOW.minusSeconds(90), null, null, false, null), "catching-up", NOW.minusSeconds(90));
		given(this.scheduler.lastTick()).willReturn(NOW.minusSeconds(95));
		assertCause(detail(NOW.minusSeconds(90), null, null, false, null), "stalled", NOW.minusSeconds(95));
		given(this.scheduler.isReady()).willReturn(false);
		assertCause(detail(NOW.plusSeconds(9), null, null, false, null), "not-running", NOW.minusSeconds(95));
	}

	@Test
	void evaluationHoldsItUp() {
		Instant next = NOW.plusSeconds(1);
		assertCause(detail(next, null, NOW.minusSeconds(7), false, null), "evaluating", NOW.minusSeconds(7));
		assertCause(detail(next, null, null, true, null), "waiting-for-evaluator", null);
		assertCause(detail(next, null, null, false, new Evaluation(NOW, NOW, false, "refused")), "evaluation-failed",
				NOW);
		assertCause(detail(next, null, null, false, new Evaluation(NOW, NOW, false, null)), "condition-not-met", NOW);
		assertThat(TriggerCauses.find(detail(next, null, null, false, new Evaluation(NOW, NOW, true, null)),
				this.scheduler, NOW))
			.isNull();
	}

	@Test
	void cronWithoutAFurtherDateIsNamed() {
		assertCause(detail(null, null, null, false, null), "no-next-date", null);
	}

	private void assertCause(SchedulerView.Detail detail, String kind, @Nullable Instant since) {
		assertThat(TriggerCauses.find(detail, this.scheduler, NOW)).isNotNull().satisfies((found) -> {
			assertThat(found.kind()).isEqualTo(kind);
			assertThat(found.since()).isEqualTo(since);
			assertThat(found.detail()).isNotBlank();
		});
	}

	private static SchedulerView.Detail detail(@Nullable Instant next, @Nullable Instant pausedSince,
			@Nullable Instant evaluatingSince, boolean waiting, @Nullable Evaluation last) {
		TriggerState state = new TriggerState("ns", "f", 1, "t", "schedule", "* * * * *", "UTC", next, null, null,
				pausedSince != null, NOW, 1, null);
		return new SchedulerView.Detail(new SchedulerView.Scheduled(state, evaluatingSince != null, null), List.of(),
				Map.of(), pausedSince, evaluatingSince, waiting, last);
	}

}
