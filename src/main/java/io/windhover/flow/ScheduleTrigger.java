package io.windhover.flow;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;

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
	 * The first date after an instant; null when the expression has none.
	 */
	public @Nullable Instant next(Instant after) {
		ZonedDateTime next = parse(this.cron).next(after.atZone(this.timezone));
		return (next != null) ? next.toInstant() : null;
	}

	/**
	 * Reads an expression of five or six fields or a macro.
	 * @throws IllegalArgumentException when it is none of these
	 */
	public static CronExpression parse(String cron) {
		String fields = cron.strip();
		boolean minutesFirst = !fields.startsWith("@") && fields.split("\\s+", -1).length == 5;
		return CronExpression.parse(minutesFirst ? "0 " + fields : fields);
	}

}
