package io.windhover.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

import io.windhover.flow.ScheduleTrigger;
import org.springframework.scheduling.support.CronExpression;

/**
 * The times of day that come twice when the clocks of a zone go back. A schedule of
 * Kestra is due at the first of the two, one of Windhover at both.
 */
final class ClockChanges {

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	/** Those of many years, so that days of the week and of the month meet them. */
	private static final int MOST = 60;

	private ClockChanges() {
	}

	/** A time zone by its name. */
	static String zone(Draft draft, Source value) {
		String zone = Values.fixed(draft, value);
		try {
			return ZoneId.of(zone).getId();
		}
		catch (DateTimeException ex) {
			throw new Unsupported("'%s' is not a time zone".formatted(zone), "write one such as Europe/Paris");
		}
	}

	/** Notes where a schedule has such times. */
	static void tell(Draft draft) {
		if (draft.get("cron") instanceof String cron && draft.get("timezone") instanceof String zone
				&& hasFixedHour(cron) && comesTwice(cron, ZoneId.of(zone))) {
			draft.note(draft.place("cron"), false,
					"'%s' has a time that comes twice when the clocks go back in %s: it fires twice then, and once in Kestra"
						.formatted(cron, zone),
					"choose an hour outside of the change, or UTC");
		}
	}

	private static boolean hasFixedHour(String cron) {
		String[] fields = cron.split("\\s+", -1);
		return cron.startsWith("@") ? !cron.equals("@hourly") : !fields[fields.length - 4].contains("*");
	}

	private static boolean comesTwice(String cron, ZoneId zone) {
		CronExpression expression = ScheduleTrigger.parse(cron);
		ZoneOffsetTransition change = zone.getRules().nextTransition(FROM);
		for (int i = 0; i < MOST && change != null; i++) {
			LocalDateTime date = expression.next(change.getDateTimeAfter().minusNanos(1));
			if (change.isOverlap() && date != null && date.isBefore(change.getDateTimeBefore())) {
				return true;
			}
			change = zone.getRules().nextTransition(change.getInstant());
		}
		return false;
	}

}
