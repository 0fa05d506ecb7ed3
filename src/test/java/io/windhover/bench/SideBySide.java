package io.windhover.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.windhover.repository.Batch;

/**
 * Two ways to write the same documents, in turns, so that a busy machine is as busy for
 * one as for the other.
 */
public final class SideBySide {

	private static final int ROUNDS = 11;

	private static final int BATCHES = 20;

	private SideBySide() {
	}

	/**
	 * Prints how many documents each writes in a second, and fails when ours does not
	 * reach a share of the bare way.
	 * @param warmUp rounds of each that do not count, until what they run is compiled
	 */
	public static void compare(String what, double share, int warmUp, Way ours, Way bare) throws Exception {
		double[] oursPerSecond = new double[ROUNDS];
		double[] barePerSecond = new double[ROUNDS];
		for (int round = -warmUp; round < ROUNDS; round++) {
			int number = round + warmUp;
			List<Batch> batches = IntStream.range(0, BATCHES)
				.mapToObj((batch) -> IndexingDocuments.batch(number * BATCHES + batch))
				.toList();
			boolean first = number % 2 == 0;
			double one = perSecond(first ? ours : bare, batches);
			double other = perSecond(first ? bare : ours, batches);
			if (round >= 0) {
				oursPerSecond[round] = first ? one : other;
				barePerSecond[round] = first ? other : one;
			}
		}
		double ratio = median(oursPerSecond) / median(barePerSecond);
		System.out.printf(Locale.ROOT, "| %s | %.0f documents/s | %.0f documents/s | %.2f |%n", what,
				median(oursPerSecond), median(barePerSecond), ratio);
		if (ratio < share) {
			throw new IllegalStateException("%s: %.2f of the bare way, and not %.1f".formatted(what, ratio, share));
		}
	}

	private static double perSecond(Way way, List<Batch> batches) throws Exception {
		Run run = way.prepare(batches);
		long began = System.nanoTime();
		run.run();
		return batches.size() * IndexingDocuments.SIZE / ((System.nanoTime() - began) / 1e9);
	}

	private static double median(double[] values) {
		return Arrays.stream(values).sorted().toArray()[values.length / 2];
	}

	/**
	 * Makes ready, outside of the time that is taken, what may be ready.
	 */
	@FunctionalInterface
	public interface Way {

		/**
		 * Returns what is timed.
		 */
		Run prepare(List<Batch> batches) throws Exception;

	}

	/**
	 * Writes the batches, one after the other.
	 */
	@FunctionalInterface
	public interface Run {

		/**
		 * Returns when all of them are safe.
		 */
		void run() throws Exception;

	}

}
