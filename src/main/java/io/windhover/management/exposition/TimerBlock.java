package io.windhover.management.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts and sums of timers, a sum behind each count.
 */
final class TimerBlock extends SampleBlock {

	private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

	private final long[] slots = new long[LINES];

	TimerBlock(ExemplarLines exemplars) {
		super(exemplars);
	}

	void add(int line, long nanoseconds) {
		SLOT.getAndAdd(this.slots, line, 1L);
		SLOT.getAndAdd(this.slots, line + 1, nanoseconds);
		mark();
	}

	long value(int line) {
		return (long) SLOT.getVolatile(this.slots, line);
	}

	@Override
	SampleNumber number(int line) {
		return ((line & 1) == 0) ? SampleNumber.WHOLE : SampleNumber.NANOSECONDS;
	}

	@Override
	void read(long[] to, int lines) {
		for (int line = 0; line < lines; line++) {
			to[line] = value(line);
		}
	}

}
