package io.windhover.flow;

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
 * @param inputs given to each execution
 */
public record ScheduleTrigger(String id, String cron, ZoneId timezone, RecoverMissed recoverMissed,
		Map<String, Object> inputs) implements Trigger {

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
	 * The first date after an instant; null when the expression has none. A local time
	 * that is left out when the clocks change has no date, and one that comes twice has
	 * two: this looks at the times between two changes only, where Spring's own
	 * arithmetic with zones can stand still at a change of half an hour.
	 */
	public @Nullable Instant next(Instant after) {
		CronExpression expression = parse(this.cron);
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
