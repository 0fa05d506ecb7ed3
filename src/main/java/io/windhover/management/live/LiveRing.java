package io.windhover.management.live;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last samples: a new one takes the place of the oldest.
 */
class LiveRing {

	private static final long THOUSAND = 1000;

	private static final double THOUSANDTHS = THOUSAND;

	/** From so many bytes on, a tenth of a megabyte is exact enough. */
	private static final double MANY = 10_000_000;

	private static final long MANY_STEP = 100_000;

	private final long[] at;

	private final Map<LiveFigure, double[]> values = new EnumMap<>(LiveFigure.class);

	private long taken;

	LiveRing(int size) {
		this.at = new long[size];
		for (LiveFigure figure : LiveFigure.values()) {
			this.values.put(figure, new double[size]);
		}
	}

	/**
	 * Keeps a sample.
	 * @param at epoch milliseconds, later than those of the one before
	 * @param sample figures that it lacks are unknown
	 */
	synchronized void add(long at, Map<LiveFigure, Double> sample) {
		int place = place(this.taken);
		this.at[place] = at;
		this.values.forEach((figure, kept) -> kept[place] = sample.getOrDefault(figure, Double.NaN));
		this.taken++;
	}

	/**
	 * The samples that were taken after an instant, oldest first.
	 */
	synchronized LiveSamples since(long millis) {
		long first = this.taken;
		long oldest = Math.max(0, this.taken - this.at.length);
		while (first > oldest && this.at[place(first - 1)] > millis) {
			first--;
		}
		List<Long> times = new ArrayList<>();
		for (long each = first; each < this.taken; each++) {
			times.add(this.at[place(each)]);
		}
		Map<LiveFigure, List<Number>> columns = new EnumMap<>(LiveFigure.class);
		for (Map.Entry<LiveFigure, double[]> entry : this.values.entrySet()) {
			List<Number> column = new ArrayList<>();
			for (long each = first; each < this.taken; each++) {
				column.add(number(entry.getValue()[place(each)]));
			}
			columns.put(entry.getKey(), column);
		}
		return new LiveSamples(times, columns);
	}

	private int place(long number) {
		return (int) (number % this.at.length);
	}

	/** Short, because there are thousands of them in an answer. */
	private static Number number(double value) {
		if (!Double.isFinite(value)) {
			return Double.NaN;
		}
		if (value >= MANY) {
			return Math.round(value / MANY_STEP) * MANY_STEP;
		}
		long thousandths = Math.round(value * THOUSANDTHS);
		if (thousandths % THOUSAND == 0) {
			return thousandths / THOUSAND;
		}
		return thousandths / THOUSANDTHS;
	}

}
