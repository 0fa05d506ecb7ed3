package io.windhover.worker.share;

import java.time.Duration;

/**
 * How a worker takes jobs. What a share consumer may be given at once is fixed when it is
 * opened, so each mode needs one of its own, and a mode is only left for a reason that
 * lasts.
 */
enum PollMode {

	/** Many at once, whenever that many slots are free. */
	BULK,

	/** One at a time, because fewer slots than a full poll stay free. */
	TRICKLE,

	/**
	 * None, because no slot gets free: the worker leaves its share group, which would
	 * otherwise go on to give it partitions that nobody then reads.
	 */
	IDLE;

	private static final Duration PATIENCE = Duration.ofMillis(500);

	private static final Duration IDLE_AFTER = Duration.ofSeconds(1);

	/**
	 * The mode to go on in.
	 */
	PollMode next(SlotAvailability availability) {
		if (availability.none().compareTo(IDLE_AFTER) >= 0) {
			return IDLE;
		}
		return switch (this) {
			case BULK -> (!availability.isNone() && availability.scarce().compareTo(PATIENCE) >= 0) ? TRICKLE : BULK;
			case TRICKLE -> (availability.enough().compareTo(PATIENCE) >= 0) ? BULK : TRICKLE;
			case IDLE -> availability.isNone() ? IDLE : availability.isEnough() ? BULK : TRICKLE;
		};
	}

	/**
	 * The jobs that one poll may take.
	 */
	int pollSize(int full) {
		return switch (this) {
			case BULK -> full;
			case TRICKLE -> 1;
			case IDLE -> 0;
		};
	}

}
