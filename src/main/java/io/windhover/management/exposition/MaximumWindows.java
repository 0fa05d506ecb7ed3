package io.windhover.management.exposition;

import java.util.Arrays;
import java.util.Collection;

import io.micrometer.core.instrument.Clock;

/**
 * The windows that maximums of timers are of: the present one and those before it. They
 * turn for all timers at once, so that a record need not read the clock.
 */
final class MaximumWindows {

	private final Clock clock;

	private final long step;

	private final Collection<SampleFamily> families;

	private volatile long turned;

	private volatile int current;

	/**
	 * Begins now.
	 * @param step how long a window is, in milliseconds
	 * @param families whose maximums are forgotten
	 */
	MaximumWindows(Clock clock, long step, Collection<SampleFamily> families) {
		this.clock = clock;
		this.step = step;
		this.families = families;
		this.turned = clock.wallTime();
	}

	int current() {
		return this.current;
	}

	/**
	 * Goes to the next window when it is time.
	 */
	void turn() {
		if (this.clock.wallTime() - this.turned >= this.step) {
			turnAll();
		}
	}

	private synchronized void turnAll() {
		long over = (this.clock.wallTime() - this.turned) / this.step;
		for (long i = Math.min(over, MaximumBlock.WINDOWS); i > 0; i--) {
			int next = (this.current + 1) % MaximumBlock.WINDOWS;
			this.families.stream()
				.flatMap((family) -> Arrays.stream(family.blocks()))
				.filter(MaximumBlock.class::isInstance)
				.forEach((block) -> ((MaximumBlock) block).clear(next));
			this.current = next;
		}
		this.turned += over * this.step;
	}

}
