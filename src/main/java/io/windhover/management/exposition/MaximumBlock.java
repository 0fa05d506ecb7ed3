package io.windhover.management.exposition;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The longest times of timers in each of the last windows.
 */
final class MaximumBlock extends SampleBlock {

	/** As many as Micrometer has. */
	static final int WINDOWS = 3;

	private final AtomicLongArray slots = new AtomicLongArray(WINDOWS * LINES);

	MaximumBlock() {
		super(ExemplarLines.NONE);
	}

	/**
	 * Whether a time is the longest of a window so far.
	 */
	boolean isLonger(int line, int window, long nanoseconds) {
		return nanoseconds > this.slots.getOpaque(window * LINES + line);
	}

	void raise(int line, int window, long nanoseconds) {
		this.slots.accumulateAndGet(window * LINES + line, nanoseconds, Math::max);
		mark();
	}

	/**
	 * Forgets a window.
	 */
	void clear(int window) {
		for (int slot = window * LINES; slot < (window + 1) * LINES; slot++) {
			this.slots.setOpaque(slot, 0);
		}
		mark();
	}

	long longest(int line) {
		long longest = 0;
		for (int slot = line; slot < this.slots.length(); slot += LINES) {
			longest = Math.max(longest, this.slots.get(slot));
		}
		return longest;
	}

	@Override
	SampleNumber number(int line) {
		return SampleNumber.NANOSECONDS;
	}

	@Override
	void read(long[] to, int lines) {
		for (int line = 0; line < lines; line++) {
			to[line] = longest(line);
		}
	}

}
