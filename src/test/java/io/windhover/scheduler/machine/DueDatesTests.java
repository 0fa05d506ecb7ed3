package io.windhover.scheduler.machine;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.scheduler.Flows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DueDatesTests {

	@ParameterizedTest
	@EnumSource(RecoverMissed.class)
	void dateWithinToleranceFiresWhateverRecoverMissedSays(RecoverMissed recover) {
		DueDates decision = decide(everyMinute(recover), "2026-05-01T10:00:00Z", "2026-05-01T10:00:09Z");
		assertThat(decision).isEqualTo(new DueDates(instants("2026-05-01T10:00:00Z"), 0, at("2026-05-01T10:01:00Z")));
	}

	@Test
	void nothingIsDecidedBeforeThePlannedDate() {
		DueDates decision = decide(everyMinute(RecoverMissed.ALL), "2026-05-01T10:00:00Z", "2026-05-01T09:59:59.999Z");
		assertThat(decision).isEqualTo(new DueDates(List.of(), 0, at("2026-05-01T10:00:00Z")));
	}

	@Test
	void allFiresEveryMissedDate() {
		DueDates decision = decide(everyMinute(RecoverMissed.ALL), "2026-05-01T10:00:00Z", "2026-05-01T10:03:30Z");
		assertThat(decision).isEqualTo(new DueDates(instants("2026-05-01T10:00:00Z", "2026-05-01T10:01:00Z",
				"2026-05-01T10:02:00Z", "2026-05-01T10:03:00Z"), 0, at("2026-05-01T10:04:00Z")));
	}

	@Test
	void lastFiresTheLastMissedDateAndCountsTheOthers() {
		DueDates decision = decide(everyMinute(RecoverMissed.LAST), "2026-05-01T10:00:00Z", "2026-05-01T10:03:30Z");
		assertThat(decision).isEqualTo(new DueDates(instants("2026-05-01T10:03:00Z"), 3, at("2026-05-01T10:04:00Z")));
	}

	@Test
	void lastFiresTheLastMissedDateBesideOneThatIsOnTime() {
		DueDates decision = decide(everyMinute(RecoverMissed.LAST), "2026-05-01T10:00:00Z", "2026-05-01T10:03:05Z");
		assertThat(decision).isEqualTo(
				new DueDates(instants("2026-05-01T10:02:00Z", "2026-05-01T10:03:00Z"), 2, at("2026-05-01T10:04:00Z")));
	}

	@Test
	void noneFiresNoMissedDate() {
		DueDates decision = decide(everyMinute(RecoverMissed.NONE), "2026-05-01T10:00:00Z", "2026-05-01T10:03:30Z");
		assertThat(decision).isEqualTo(new DueDates(List.of(), 4, at("2026-05-01T10:04:00Z")));
	}

	@ParameterizedTest
	@EnumSource(RecoverMissed.class)
	void monthsOfMissedMinutesAreDecidedInSlicesThatLoseNone(RecoverMissed recover) {
		Instant now = at("2026-03-01T00:00:30Z");
		Instant planned = at("2026-01-01T00:00:00Z");
		List<Instant> fires = new ArrayList<>();
		int missed = 0;
		while (planned != null && !planned.isAfter(now)) {
			DueDates decision = DueDates.of(everyMinute(recover), planned, now, Duration.ofSeconds(10));
			assertThat(decision.fires()).hasSizeLessThanOrEqualTo(DueDates.MAX_FIRES);
			assertThat(decision.missed()).isLessThanOrEqualTo(DueDates.MAX_MISSED);
			fires.addAll(decision.fires());
			missed += decision.missed();
			planned = decision.next();
		}
		int minutes = (31 + 28) * 24 * 60 + 1;
		int expected = switch (recover) {
			case ALL -> minutes;
			case LAST -> 1;
			case NONE -> 0;
		};
		assertThat(fires).doesNotHaveDuplicates().hasSize(expected);
		assertThat(missed).isEqualTo(minutes - expected);
		assertThat(planned).isEqualTo("2026-03-01T00:01:00Z");
	}

	@ParameterizedTest
	@EnumSource(RecoverMissed.class)
	void dateThatDoesNotMeetTheConditionsIsNotMissed(RecoverMissed recover) {
		ScheduleTrigger trigger = Flows.schedule("t", "0 10 * * *", new ScheduleConditions(null, null,
				List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY), List.of(LocalDate.of(2026, 5, 7))), recover);
		DueDates decision = decide(trigger, "2026-05-04T10:00:00Z", "2026-05-17T12:00:00Z");
		List<Instant> all = instants("2026-05-04T10:00:00Z", "2026-05-11T10:00:00Z", "2026-05-14T10:00:00Z");
		assertThat(decision).isEqualTo(switch (recover) {
			case ALL -> new DueDates(all, 0, at("2026-05-18T10:00:00Z"));
			case LAST -> new DueDates(all.subList(2, 3), 2, at("2026-05-18T10:00:00Z"));
			case NONE -> new DueDates(List.of(), 3, at("2026-05-18T10:00:00Z"));
		});
	}

	@Test
	void lastDateOfAScheduleIsFollowedByNone() {
		ScheduleTrigger never = Flows.schedule("never", "0 0 30 2 *");
		assertThat(Dates.first(never, at("2026-01-01T00:00:00Z"))).isNull();
	}

	private static ScheduleTrigger everyMinute(RecoverMissed recover) {
		return Flows.schedule("minutely", "* * * * *", "UTC", recover);
	}

	private static DueDates decide(ScheduleTrigger trigger, String planned, String now) {
		return DueDates.of(trigger, at(planned), at(now), Duration.ofSeconds(10));
	}

	private static Instant at(String text) {
		return Instant.parse(text);
	}

	private static List<Instant> instants(String... texts) {
		return List.of(texts).stream().map(Instant::parse).toList();
	}

}
