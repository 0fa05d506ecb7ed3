package io.windhover.scheduler.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the dates of a schedule that have passed.
 *
 * @param fires the dates that start an execution
 * @param missed how many dates start none
 * @param next the first date not decided here, which may have passed as well when there
 * were too many for one look; null when there is none
 */
public record DueDates(List<Instant> fires, int missed, @Nullable Instant next) {

	/** So that a long absence does not hold up one look, a trigger fires no more. */
	public static final int MAX_FIRES = 50;

	/** So that a long absence does not hold up one look, a trigger skips no more. */
	public static final int MAX_MISSED = 5000;

	/**
	 * Decides the dates from the planned one until now.
	 * @param missedAfter how late a date may be and still fire, whatever recoverMissed
	 * says
	 */
	static DueDates of(ScheduleTrigger trigger, Instant planned, Instant now, Duration missedAfter) {
		Instant onTime = now.minus(missedAfter);
		List<Instant> fires = new ArrayList<>();
		int missed = 0;
		Instant date = planned;
		while (date != null && !date.isAfter(now) && fires.size() < MAX_FIRES && missed < MAX_MISSED) {
			Instant next = Dates.next(trigger, date);
			if (isFired(trigger.recoverMissed(), date, next, onTime)) {
				fires.add(date);
			}
			else {
				missed++;
			}
			date = next;
		}
		return new DueDates(List.copyOf(fires), missed, date);
	}

	/**
	 * Decides that the dates from the planned one until now are missed, all of them.
	 */
	static DueDates skip(ScheduleTrigger trigger, Instant planned, Instant now) {
		int missed = 0;
		Instant date = planned;
		while (date != null && !date.isAfter(now) && missed < MAX_MISSED) {
			missed++;
			date = Dates.next(trigger, date);
		}
		return new DueDates(List.of(), missed, date);
	}

	private static boolean isFired(RecoverMissed recover, Instant date, @Nullable Instant next, Instant onTime) {
		if (!date.isBefore(onTime)) {
			return true;
		}
		return switch (recover) {
			case ALL -> true;
			case LAST -> next == null || !next.isBefore(onTime);
			case NONE -> false;
		};
	}

}
