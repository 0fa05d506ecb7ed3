package io.windhover.flow;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleConditionsTests {

	private static final ScheduleConditions NONE = new ScheduleConditions(null, null, List.of(), List.of());

	@Test
	void holidaysAreDaysOfTheTimezone() {
		ScheduleTrigger trigger = schedule("30 23 * * *", "America/New_York", new ScheduleConditions(null, null,
				List.of(), List.of(LocalDate.of(2026, 1, 3), LocalDate.of(2026, 1, 2))));
		assertThat(dates(trigger, "2026-01-02T00:00:00Z", 3)).containsExactly("2026-01-02T04:30:00Z",
				"2026-01-05T04:30:00Z", "2026-01-06T04:30:00Z");
	}

	@Test
	void bothEndsBelongToTheRange() {
		ScheduleTrigger trigger = schedule("0 0 * * *", "UTC", new ScheduleConditions(
				Instant.parse("2026-01-02T00:00:00Z"), Instant.parse("2026-01-04T00:00:00Z"), List.of(), List.of()));
		assertThat(dates(trigger, "2020-01-01T00:00:00Z", 9)).containsExactly("2026-01-02T00:00:00Z",
				"2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z");
		assertThat(trigger.next(Instant.parse("2026-01-04T00:00:00Z"))).isNull();
		assertThat(trigger.hasDates()).isTrue();
	}

	@Test
	void dayOfALeapYearThatIsAMondayComes() {
		ScheduleTrigger trigger = schedule("0 0 29 2 *", "UTC",
				new ScheduleConditions(null, null, List.of(DayOfWeek.MONDAY), List.of()));
		assertThat(dates(trigger, "2026-01-01T00:00:00Z", 2)).containsExactly("2044-02-29T00:00:00Z",
				"2072-02-29T00:00:00Z");
		assertThat(trigger.hasDates()).isTrue();
	}

	@Test
	void searchThatFindsNothingEndsSoon() {
		List<LocalDate> century = Stream.iterate(LocalDate.of(2026, 1, 1), (day) -> day.plusDays(1))
			.limit(1000)
			.toList();
		for (ScheduleTrigger never : List.of(
				schedule("* * * * * SUN", "Europe/Paris",
						new ScheduleConditions(null, null, List.of(DayOfWeek.MONDAY), List.of())),
				schedule("0 0 1 * *", "UTC",
						new ScheduleConditions(Instant.parse("2026-01-02T00:00:00Z"),
								Instant.parse("2026-01-31T00:00:00Z"), List.of(), List.of())),
				schedule("0 0 * * *", "UTC", new ScheduleConditions(Instant.parse("2026-01-01T00:00:00Z"),
						Instant.parse("2028-09-25T00:00:00Z"), List.of(), century)))) {
			long start = System.nanoTime();
			assertThat(never.hasDates()).as(never.cron()).isFalse();
			assertThat(never.next(Instant.parse("2026-01-01T00:00:00Z"))).isNull();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		}
		assertThat(schedule("0 0 * * *", "UTC", new ScheduleConditions(null, null, List.of(), century))
			.next(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("2028-09-27T00:00:00Z");
		assertThat(schedule("0 0 * * *", "UTC",
				new ScheduleConditions(null, Instant.parse("2001-01-01T00:00:00Z"), List.of(), List.of()))
			.hasDates()).isTrue();
	}

	/** Against each date of the cron, looked at one by one. */
	@Test
	void datesAreThoseOfTheCronThatMeetTheConditions() {
		Random random = new Random(7);
		for (int round = 0; round < 60; round++) {
			ZoneId zone = ZoneId.of(List.of("UTC", "Europe/Paris", "Australia/Lord_Howe").get(random.nextInt(3)));
			String cron = List.of("0 */5 * * *", "30 2 * * *", "0 0 */3 * *", "15 1 * * MON-WED")
				.get(random.nextInt(4));
			Instant from = Instant.parse("2026-03-01T00:30:00Z").plusSeconds(random.nextInt(3600 * 24 * 20));
			List<DayOfWeek> days = Stream.of(DayOfWeek.values()).filter((day) -> random.nextInt(3) > 0).toList();
			List<LocalDate> holidays = random.ints(10, 0, 60)
				.mapToObj((day) -> LocalDate.of(2026, 3, 1).plusDays(day))
				.toList();
			ScheduleConditions conditions = new ScheduleConditions(from, from.plus(Duration.ofDays(30)), days,
					holidays);
			List<String> expected = dates(schedule(cron, zone.getId(), NONE), "2026-02-01T00:00:00Z", 2000).stream()
				.filter((each) -> {
					Instant date = Instant.parse(each);
					LocalDate day = LocalDate.ofInstant(date, zone);
					return !date.isBefore(from) && !date.isAfter(from.plus(Duration.ofDays(30)))
							&& (days.isEmpty() || days.contains(day.getDayOfWeek())) && !holidays.contains(day);
				})
				.toList();
			assertThat(dates(schedule(cron, zone.getId(), conditions), "2026-02-01T00:00:00Z", 2000))
				.as("%s %s %s", cron, zone, conditions)
				.isEqualTo(expected);
		}
	}

	private static ScheduleTrigger schedule(String cron, String zone, @Nullable ScheduleConditions conditions) {
		return new ScheduleTrigger("s", cron, ZoneId.of(zone), conditions, ScheduleTrigger.RecoverMissed.LAST,
				Map.of());
	}

	private static List<String> dates(ScheduleTrigger trigger, String after, int most) {
		List<String> dates = new ArrayList<>();
		Instant date = trigger.next(Instant.parse(after));
		while (date != null && dates.size() < most) {
			dates.add(date.toString());
			date = trigger.next(date);
		}
		return dates;
	}

}
