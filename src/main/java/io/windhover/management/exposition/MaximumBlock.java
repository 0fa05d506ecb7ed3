package io.windhover.management.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The longest times of timers in each of the last windows.
 */
final class MaximumBlock extends SampleBlock {

	/** As many as Micrometer has. */
	static final int WINDOWS = 3;

	private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

	private final long[] slots = new long[WINDOWS * LINES];

	MaximumBlock() {
		super(ExemplarLines.NONE);
	}

	/**
	 * Whether a time is the longest of a window so far.
	 */
	boolean isLonger(int line, int window, long nanoseconds) {
		return nanoseconds > (long) SLOT.getOpaque(this.slots, window * LINES + line);
	}

	void raise(int line, int window, long nanoseconds) {
		int slot = window * LINES + line;
		long known = (long) SLOT.getVolatile(this.slots, slot);
		while (nanoseconds > known && !SLOT.compareAndSet(this.slots, slot, known, nanoseconds)) {
			known = (long) SLOT.getVolatile(this.slots, slot);
		}
		mark();
	}

	/**
	 * Forgets a window.
	 */
	void clear(int window) {
		for (int slot = window * LINES; slot < (window + 1) * LINES; slot++) {
			SLOT.setOpaque(this.slots, slot, 0L);
		}
		mark();
	}

	long longest(int line) {
		long longest = 0;
		for (int slot = line; slot < this.slots.length; slot += LINES) {
			longest = Math.max(longest, (long) SLOT.getVolatile(this.slots, slot));
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
