package io.windhover.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
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
	 * The first date after an instant; null when the expression has none. A local time
	 * that is left out when the clocks change has no date, and one that comes twice has
	 * two: this looks at the times between two changes only, where Spring's own
	 * arithmetic with zones can stand still at a change of half an hour.
	 */
	private @Nullable Instant next(CronExpression expression, Instant after) {
		ZoneRules rules = this.timezone.getRules();
		Instant from = after;
		LocalDateTime next = expression.next(LocalDateTime.ofInstant(from, rules.getOffset(from)));
		while (next != null) {
			Instant date = next.toInstant(rules.getOffset(from));
			ZoneOffsetTransition change = rules.nextTransition(from);
			if (change == null || date.isBefore(change.getInstant())) {
				return date;
			}
			from = change.getInstant();
			// the first moment after the change may be a date
			next = expression.next(change.getDateTimeAfter().minusNanos(1));
		}
		return null;
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
