package io.windhover.flow;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Which of the dates of a cron expression a schedule has.
 *
 * @param from the first instant that may be one; null for no limit
 * @param to the last instant that may be one; null for no limit
 * @param days of the week, in order; none for all
 * @param holidays days without a date, in order
 */
public record ScheduleConditions(@Nullable Instant from, @Nullable Instant to, List<DayOfWeek> days,
		List<LocalDate> holidays) {

	/**
	 * Dates of the cron expression, each on another day, that are looked at before there
	 * is none: a day that comes on one weekday of a leap year comes far earlier.
	 */
	private static final int MAX_DATES = 1000;

	public ScheduleConditions {
		days = (days != null) ? days.stream().distinct().sorted().toList() : List.of();
		holidays = (holidays != null) ? holidays.stream().distinct().sorted().toList() : List.of();
	}

	/**
	 * The first date after an instant that meets the conditions; null when there is none.
	 * @param dates gives the first date of the cron expression after an instant
	 */
	@Nullable Instant first(Instant after, ZoneId timezone, Function<Instant, @Nullable Instant> dates) {
		Instant start = (this.from != null && this.from.isAfter(after)) ? this.from.minusNanos(1) : after;
		for (int i = 0; i < MAX_DATES; i++) {
			Instant date = dates.apply(start);
			if (date == null || (this.to != null && date.isAfter(this.to))) {
				return null;
			}
			LocalDate day = LocalDate.ofInstant(date, timezone);
			LocalDate next = firstDay(day);
			if (next.equals(day)) {
				return date;
			}
			start = next.atStartOfDay(timezone).toInstant().minusNanos(1);
		}
		return null;
	}

	/** The first day from this one on that may have a date. */
	private LocalDate firstDay(LocalDate from) {
		LocalDate day = from;
		while ((!this.days.isEmpty() && !this.days.contains(day.getDayOfWeek()))
				|| Collections.binarySearch(this.holidays, day) >= 0) {
			day = day.plusDays(1);
		}
		return day;
	}

}
