package io.windhover.management.exposition;

import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

/**
 * Counters. What is whole is added without a lock.
 */
final class CounterBlock extends SampleBlock {

	/** So many of them fit into a slot many times. */
	private static final long MOST = 1L << 40;

	private final AtomicLongArray slots = new AtomicLongArray(LINES);

	private volatile double @Nullable [] fractions;

	CounterBlock(ExemplarLines exemplars) {
		super(exemplars);
	}

	void add(int line, double amount) {
		long whole = (long) amount;
		if (whole == amount && whole < MOST) {
			this.slots.getAndAdd(line, whole);
		}
		else {
			addFraction(line, amount);
		}
		mark();
	}

	private void addFraction(int line, double amount) {
		synchronized (this.slots) {
			double[] known = this.fractions;
			double[] sums = (known != null) ? known : new double[LINES];
			sums[line] += amount;
			this.fractions = sums;
		}
	}

	double count(int line) {
		long whole = this.slots.get(line);
		double[] sums = this.fractions;
		return (sums != null) ? whole + sums[line] : whole;
	}

	@Override
	SampleNumber number(int line) {
		return SampleNumber.ANY;
	}

	@Override
	void read(long[] to, int lines) {
		for (int line = 0; line < lines; line++) {
			to[line] = Double.doubleToRawLongBits(count(line));
		}
	}

}
