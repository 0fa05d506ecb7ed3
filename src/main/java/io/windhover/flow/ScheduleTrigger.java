package io.windhover.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * Fires at the dates of a cron expression.
 *
 * @param cron five fields (minute first) or six (second first), or a macro such as
 * {@code @daily}, as Spring's {@link CronExpression} reads them
 * @param conditions that its dates meet; null for none
 * @param inputs given to each execution
 */
public record ScheduleTrigger(String id, String cron, ZoneId timezone, @Nullable ScheduleConditions conditions,
		RecoverMissed recoverMissed, Map<String, Object> inputs) implements Trigger {

	/** Before the first date of all schedules without a beginning. */
	private static final Instant ANY_DATE = Instant.parse("2024-01-01T00:00:00Z");

	/** Within which each schedule without a beginning has a date, where it has any. */
	private static final Duration LONG = Duration.ofDays(50 * 365);

	/** Of the clocks; what is longer moved the date line. */
	private static final Duration LONGEST_CHANGE = Duration.ofHours(3);

	/**
	 * Steps over all days of the week, which cron counts from Sunday and Spring from
	 * Monday.
	 */
	private static final Pattern STEP_OF_DAYS = Pattern.compile("^(\\S+(?:\\s+\\S+){3,4}\\s+)\\*/(\\S+)$");

	/** The name of this type in a flow. */
	public static final String TYPE = "schedule";

	/**
	 * Which of the dates that passed while no scheduler ran are fired afterwards.
	 */
	public enum RecoverMissed {

		ALL, LAST, NONE

	}

	@Override
	public String type() {
		return TYPE;
	}

	/**
	 * The first date after an instant that meets the conditions; null when there is none.
	 */
	public @Nullable Instant next(Instant after) {
		CronExpression expression = parse(this.cron);
		return (this.conditions == null) ? next(expression, after)
				: this.conditions.first(after, this.timezone, (start) -> next(expression, start));
	}

	/**
	 * Whether it has a date at all, whatever the time is.
	 */
	public boolean hasDates() {
		ScheduleConditions limits = this.conditions;
		if (limits != null && limits.from() != null) {
			return next(limits.from().minusNanos(1)) != null;
		}
		return next((limits != null && limits.to() != null) ? limits.to().minus(LONG) : ANY_DATE) != null;
	}

	/**
	 * The first date after an instant; null when the expression has none. This looks at
	 * the times between two changes of the clocks only, where Spring's own arithmetic
	 * with zones can stand still at a change of half an hour. What a change leaves out or
	 * repeats, is treated as Vixie cron does: a job at a time of day runs once, one that
	 * comes in steps goes on with them.
	 */
	private @Nullable Instant next(CronExpression expression, Instant after) {
		ZoneRules rules = this.timezone.getRules();
		boolean once = isTimeOfDay(this.cron);
		Instant from = after;
		LocalDateTime start = LocalDateTime.ofInstant(from, rules.getOffset(from));
		ZoneOffsetTransition last = once ? rules.previousTransition(from.plusNanos(1)) : null;
		LocalDateTime next = expression.next((last != null) ? afterRepeated(last, start) : start);
		while (next != null) {
			Instant date = next.toInstant(rules.getOffset(from));
			ZoneOffsetTransition change = rules.nextTransition(from);
			if (change == null || date.isBefore(change.getInstant())) {
				return date;
			}
			if (once && isOfClocks(change) && next.isBefore(change.getDateTimeAfter())) {
				return change.getInstant();
			}
			from = change.getInstant();
			// the first moment after the change may be a date
			LocalDateTime first = change.getDateTimeAfter().minusNanos(1);
			next = expression.next(once ? afterRepeated(change, first) : first);
		}
		return null;
	}

	/** A local time, or the last one that a change repeats where that is later. */
	private static LocalDateTime afterRepeated(ZoneOffsetTransition change, LocalDateTime local) {
		LocalDateTime last = change.getDateTimeBefore().minusNanos(1);
		return (isOfClocks(change) && local.isBefore(last)) ? last : local;
	}

	/** A zone that leaves out a whole day moves to the other side of the date line. */
	private static boolean isOfClocks(ZoneOffsetTransition change) {
		return change.getDuration().abs().compareTo(LONGEST_CHANGE) <= 0;
	}

	/**
	 * Whether it names times of day, and no steps that go on over the hours or minutes.
	 */
	private static boolean isTimeOfDay(String cron) {
		String[] fields = cron.strip().split("\\s+", -1);
		if (fields.length == 1) {
			return !fields[0].equalsIgnoreCase("@hourly");
		}
		return Arrays.stream(fields)
			.limit(fields.length - 3)
			.noneMatch((field) -> field.startsWith("*") || field.startsWith("0/"));
	}

	/**
	 * Reads an expression of five or six fields or a macro.
	 * @throws IllegalArgumentException when it is none of these
	 */
	public static CronExpression parse(String cron) {
		String fields = STEP_OF_DAYS.matcher(cron.strip()).replaceFirst("$10-6/$2");
		boolean minutesFirst = !fields.startsWith("@") && fields.split("\\s+", -1).length == 5;
		return CronExpression.parse(minutesFirst ? "0 " + fields : fields);
	}

}
