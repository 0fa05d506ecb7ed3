package io.windhover.worker.share;

import java.time.Duration;

/**
 * How many slots are free, and for how long there have been none, fewer than a poll
 * takes, or enough for one. Times are of {@link System#nanoTime()}.
 */
record SlotAvailability(int free, int pollSize, long now, long noneSince, long scarceSince, long enoughSince) {

	static SlotAvailability of(int free, int pollSize, long now) {
		return new SlotAvailability(free, pollSize, now, now, now, now);
	}

	/**
	 * The room as it is seen later.
	 */
	SlotAvailability observe(int free, long now) {
		SlotAvailability next = of(free, this.pollSize, now);
		return new SlotAvailability(free, this.pollSize, now, (next.isNone() && isNone()) ? this.noneSince : now,
				(!next.isEnough() && !isEnough()) ? this.scarceSince : now,
				(next.isEnough() && isEnough()) ? this.enoughSince : now);
	}

	boolean isNone() {
		return this.free == 0;
	}

	boolean isEnough() {
		return this.free >= this.pollSize;
	}

	/**
	 * How long none has been free; zero when one is.
	 */
	Duration none() {
		return Duration.ofNanos(this.now - this.noneSince);
	}

	/**
	 * How long fewer than a poll takes have been free; zero when there are enough.
	 */
	Duration scarce() {
		return Duration.ofNanos(this.now - this.scarceSince);
	}

	/**
	 * How long enough for a poll have been free; zero when there are fewer.
	 */
	Duration enough() {
		return Duration.ofNanos(this.now - this.enoughSince);
	}

}
