package io.windhover.scheduler.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.scheduler.Flows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatesTests {

	@Test
	void nightlyInParisFollowsTheOffset() {
		assertThat(dates("0 4 * * *", "2026-03-28T00:00:00Z", 3)).containsExactly("2026-03-28T03:00:00Z",
				"2026-03-29T02:00:00Z", "2026-03-30T02:00:00Z");
		assertThat(dates("0 4 * * *", "2026-10-24T00:00:00Z", 3)).containsExactly("2026-10-24T02:00:00Z",
				"2026-10-25T03:00:00Z", "2026-10-26T03:00:00Z");
	}

	@Test
	void everyHalfHourGoesOnThroughBothChangesInParis() {
		assertThat(dates("*/30 * * * *", "2026-03-29T00:15:00Z", 4)).containsExactly("2026-03-29T00:30:00Z",
				"2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z");
		assertThat(dates("*/30 * * * *", "2026-10-24T23:45:00Z", 6)).containsExactly("2026-10-25T00:00:00Z",
				"2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z",
				"2026-10-25T02:30:00Z");
	}

	@Test
	void timeThatTheSpringChangeLeavesOutIsTheMomentOfTheChange() {
		assertThat(dates("30 2 * * *", "2026-03-28T00:00:00Z", 3)).containsExactly("2026-03-28T01:30:00Z",
				"2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
	}

	@Test
	void timeThatTheAutumnChangeRepeatsHasOneDateThatDay() {
		assertThat(dates("30 2 * * *", "2026-10-24T12:00:00Z", 2)).containsExactly("2026-10-25T00:30:00Z",
				"2026-10-26T01:30:00Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "* * * * *", "30 2 * * *", "*/7 1-3 * * *", "0 0 2 * * *", "15 2,3 * * SUN" })
	void datesOnlyEverAdvance(String cron) {
		ScheduleTrigger trigger = Flows.schedule("paris", cron, "Europe/Paris", RecoverMissed.ALL);
		for (String change : List.of("2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z")) {
			Instant date = Instant.parse(change);
			for (int i = 0; i < 500; i++) {
				Instant next = Objects.requireNonNull(Dates.next(trigger, date));
				assertThat(next).isAfter(date);
				date = next;
			}
		}
	}

	@Test
	void cronThatCannotBeReadHasNoDates() {
		assertThat(Dates.first(Flows.schedule("bad", "every day"), Instant.EPOCH)).isNull();
	}

	@Test
	void pollingStaysInStepAndLeavesOutWhatHasPassed() {
		PollingTrigger trigger = Flows.polling("poll", Duration.ofSeconds(10), "fire");
		Instant planned = Instant.parse("2026-01-01T00:00:05Z");
		assertThat(Dates.next(trigger, planned, planned)).isEqualTo("2026-01-01T00:00:15Z");
		assertThat(Dates.next(trigger, planned, planned.plusMillis(9999))).isEqualTo("2026-01-01T00:00:15Z");
		assertThat(Dates.next(trigger, planned, planned.plusSeconds(10))).isEqualTo("2026-01-01T00:00:25Z");
		assertThat(Dates.next(trigger, planned, planned.plusSeconds(3605))).isEqualTo("2026-01-01T01:00:15Z");
	}

	private static List<String> dates(String cron, String after, int count) {
		ScheduleTrigger trigger = Flows.schedule("paris", cron, "Europe/Paris", RecoverMissed.ALL);
		List<String> dates = new ArrayList<>();
		Instant date = Instant.parse(after);
		for (int i = 0; i < count; i++) {
			date = Dates.next(trigger, date);
			if (date == null) {
				break;
			}
			dates.add(date.toString());
		}
		return dates;
	}

}
