package io.windhover.flow.expectation;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a flow, so that what does not happen is noticed.
 *
 * @param successEvery the longest time from one success to the next; null where none is
 * expected
 * @param startedBy the time of day by which an execution has begun; null for none
 * @param endedBy the time of day by which one has succeeded; null for none
 * @param timezone of the times of day; null for UTC
 * @param days of the week on which the times of day hold; none for all
 * @param maxDuration how long an execution may take; null for any time
 * @param onMaxDuration what becomes of one that takes longer; null to report it only
 * @param minMetric what the tasks of an execution that succeeds measure; null for none
 * @param maxFailuresInARow how many executions may fail one after the other; null for any
 * number
 */
public record Expectations(@Nullable Duration successEvery, @Nullable LocalTime startedBy, @Nullable LocalTime endedBy,
		@Nullable ZoneId timezone, List<DayOfWeek> days, @Nullable Duration maxDuration,
		@Nullable OnMaxDuration onMaxDuration, @Nullable MinMetric minMetric, @Nullable Integer maxFailuresInARow) {

	/** Of a flow of which nothing is expected. */
	public static final Expectations NONE = new Expectations(null, null, null, null, List.of(), null, null, null, null);

	public Expectations {
		days = (days != null) ? days.stream().distinct().sorted().toList() : List.of();
	}

	/**
	 * What becomes of an execution that takes longer than it may.
	 */
	public enum OnMaxDuration {

		REPORT, KILL

	}

	/**
	 * The least sum of a metric over the tasks of an execution.
	 */
	public record MinMetric(String name, double value) {

		/** Below it a double has each whole number, and people read its digits. */
		private static final double READABLE = 1e15;

		/**
		 * A figure as people write it.
		 */
		public static String text(double figure) {
			return (figure == Math.rint(figure) && Math.abs(figure) < READABLE) ? Long.toString((long) figure)
					: Double.toString(figure);
		}

	}

	/**
	 * Whether nothing at all is expected; not part of the JSON.
	 */
	@JsonIgnore
	public boolean isEmpty() {
		return equals(NONE);
	}

	/**
	 * What is expected, by its kind and as people state it.
	 */
	public Map<Expected, String> texts() {
		Map<Expected, String> texts = new EnumMap<>(Expected.class);
		put(texts, Expected.SUCCESS_EVERY, this.successEvery);
		put(texts, Expected.STARTED_BY, (this.startedBy != null) ? this.startedBy + " " + zone() : null);
		put(texts, Expected.ENDED_BY, (this.endedBy != null) ? this.endedBy + " " + zone() : null);
		put(texts, Expected.MAX_DURATION, this.maxDuration);
		put(texts, Expected.MIN_METRIC, (this.minMetric != null)
				? "%s >= %s".formatted(this.minMetric.name(), MinMetric.text(this.minMetric.value())) : null);
		put(texts, Expected.MAX_FAILURES_IN_A_ROW, this.maxFailuresInARow);
		return texts;
	}

	private static void put(Map<Expected, String> texts, Expected kind, @Nullable Object value) {
		if (value != null) {
			texts.put(kind, value.toString());
		}
	}

	/**
	 * Whether an execution that takes too long is killed, and not only reported.
	 */
	@JsonIgnore
	public boolean killsOverdue() {
		return this.onMaxDuration == OnMaxDuration.KILL;
	}

	/**
	 * These, and what they leave open from others: times of day come with their time zone
	 * and days, and a longest duration with what becomes of an execution that exceeds it.
	 */
	public Expectations orElse(Expectations others) {
		boolean timed = this.startedBy != null || this.endedBy != null;
		Expectations times = timed ? this : others;
		Expectations longest = (this.maxDuration != null) ? this : others;
		return new Expectations((this.successEvery != null) ? this.successEvery : others.successEvery, times.startedBy,
				times.endedBy, times.timezone, times.days, longest.maxDuration, longest.onMaxDuration,
				(this.minMetric != null) ? this.minMetric : others.minMetric,
				(this.maxFailuresInARow != null) ? this.maxFailuresInARow : others.maxFailuresInARow);
	}

	/**
	 * The first instant after another at which it is this time of day, on a day that
	 * counts. A time that the clocks leave out comes as much later as they jump, one that
	 * they repeat counts when it comes first.
	 */
	public Instant next(LocalTime time, Instant after) {
		LocalDate day = LocalDate.ofInstant(after, zone());
		while (true) {
			Instant at = day.atTime(time).atZone(zone()).toInstant();
			if (at.isAfter(after) && isDay(day)) {
				return at;
			}
			day = day.plusDays(1);
		}
	}

	/**
	 * When the day of a deadline began.
	 */
	public Instant dayOf(Instant deadline) {
		return LocalDate.ofInstant(deadline, zone()).atStartOfDay(zone()).toInstant();
	}

	private boolean isDay(LocalDate day) {
		return this.days.isEmpty() || this.days.contains(day.getDayOfWeek());
	}

	private ZoneId zone() {
		return (this.timezone != null) ? this.timezone : ZoneOffset.UTC;
	}

}
