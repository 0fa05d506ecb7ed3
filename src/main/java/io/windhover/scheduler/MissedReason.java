package io.windhover.scheduler;

import io.windhover.flow.ScheduleTrigger.RecoverMissed;

/**
 * Why a planned date passes without an execution.
 */
public enum MissedReason {

	/** No scheduler ran, and only the last of the missed dates is to be fired. */
	RECOVER_LAST("recover-last"),
	/** No scheduler ran, and no missed date is to be fired. */
	RECOVER_NONE("recover-none"),
	/** The flow has got other dates before the old ones were looked at. */
	DATES_CHANGED("dates-changed"),
	/** The trigger is paused. */
	PAUSED("paused"),
	/** The cluster has gone into maintenance while the date was evaluated. */
	MAINTENANCE("maintenance"),
	/** The evaluation of the date before is not over. */
	STILL_EVALUATING("still-evaluating"),
	/** No thread is free, and no more evaluations may wait for one. */
	EVALUATORS_BUSY("evaluators-busy"),
	/** The inputs are too large, or could not be made of what the trigger heard. */
	INPUTS_FAILED("inputs-failed"),
	/** So many flow triggers followed one another that it must be a loop. */
	TOO_DEEP("too-deep");

	private final String id;

	MissedReason(String id) {
		this.id = id;
	}

	/**
	 * Its name in meters and answers.
	 */
	public String id() {
		return this.id;
	}

	/** With {@code all} no date is missed. */
	public static MissedReason of(RecoverMissed recover) {
		return (recover == RecoverMissed.NONE) ? RECOVER_NONE : RECOVER_LAST;
	}

}
