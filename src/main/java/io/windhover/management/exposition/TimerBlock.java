package io.windhover.management.exposition;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts and sums of timers, a sum behind each count.
 */
final class TimerBlock extends SampleBlock {

	private final AtomicLongArray slots = new AtomicLongArray(LINES);

	TimerBlock(ExemplarLines exemplars) {
		super(exemplars);
	}

	void add(int line, long nanoseconds) {
		this.slots.getAndIncrement(line);
		this.slots.getAndAdd(line + 1, nanoseconds);
		mark();
	}

	long value(int line) {
		return this.slots.get(line);
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
