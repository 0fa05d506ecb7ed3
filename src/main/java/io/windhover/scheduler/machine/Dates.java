package io.windhover.scheduler.machine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.windhover.flow.FlowTrigger;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookTrigger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The planned dates of triggers.
 */
public final class Dates {

	private static final Logger logger = LoggerFactory.getLogger(Dates.class);

	private Dates() {
	}

	/**
	 * The first date of a trigger that is new, or whose dates are.
	 * @return after the instant; null when there is none
	 */
	static @Nullable Instant first(Trigger trigger, Instant after) {
		if (trigger instanceof ScheduleTrigger schedule) {
			return next(schedule, after);
		}
		// a webhook has no dates, nor has a flow trigger that waits with nothing
		return (trigger instanceof PollingTrigger polling)
				? after.truncatedTo(ChronoUnit.MILLIS).plus(polling.interval()) : null;
	}

	/**
	 * The first date of a schedule after an instant; null when there is none.
	 */
	static @Nullable Instant next(ScheduleTrigger trigger, Instant after) {
		try {
			return trigger.next(after);
		}
		catch (IllegalArgumentException ex) {
			// a flow that nobody checked must not stop the other flows' schedules
			logger.error("Trigger '{}' has no dates: its cron '{}' cannot be read", trigger.id(), trigger.cron(), ex);
			return null;
		}
	}

	/**
	 * The first date of a polling trigger after now, in step with its last planned one.
	 */
	static Instant next(PollingTrigger trigger, Instant planned, Instant now) {
		long interval = Math.max(1, trigger.interval().toMillis());
		long steps = Math.max(0, ChronoUnit.MILLIS.between(planned, now)) / interval;
		return planned.plusMillis((steps + 1) * interval);
	}

	/**
	 * The dates of a trigger from the next one on, as far as there are any.
	 * @param next the next one; null when there is none
	 */
	public static List<Instant> following(Trigger trigger, @Nullable Instant next, int count) {
		List<Instant> dates = new ArrayList<>();
		Instant date = (trigger instanceof FlowTrigger) ? null : next;
		while (date != null && dates.size() < count) {
			dates.add(date);
			date = (trigger instanceof ScheduleTrigger schedule) ? next(schedule, date)
					: date.plus(((PollingTrigger) trigger).interval());
		}
		return List.copyOf(dates);
	}

	/**
	 * Whether two revisions of a trigger fall due at the same dates.
	 */
	static boolean same(Trigger one, Trigger other) {
		if (one instanceof ScheduleTrigger a && other instanceof ScheduleTrigger b) {
			return a.cron().equals(b.cron()) && a.timezone().equals(b.timezone())
					&& Objects.equals(a.conditions(), b.conditions());
		}
		if (one instanceof PollingTrigger a && other instanceof PollingTrigger b) {
			return a.type().equals(b.type()) && a.interval().equals(b.interval());
		}
		if (one instanceof FlowTrigger a && other instanceof FlowTrigger b) {
			return a.conditions().equals(b.conditions()) && Objects.equals(a.window(), b.window());
		}
		return one instanceof WebhookTrigger && other instanceof WebhookTrigger;
	}

}
