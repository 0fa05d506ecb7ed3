package io.windhover.management.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Which part of something is whose, estimated from draws: each has the bytes by flow of
 * what was found at a place that is as likely as any other. The estimate is the ratio of
 * the sums, and its standard error the one of Cochran, Sampling Techniques (1977), 6.3,
 * for ratios of clusters.
 */
final class FlowShares {

	private final List<Map<FlowKey, Long>> draws = new ArrayList<>();

	private final List<Long> totals = new ArrayList<>();

	private long all;

	/**
	 * Takes what one draw found.
	 * @param bytes of what is whose, what is nobody's left out
	 * @param total bytes, those of nobody included
	 */
	void add(Map<FlowKey, Long> bytes, long total) {
		this.draws.add(Map.copyOf(bytes));
		this.totals.add(total);
		this.all += total;
	}

	/**
	 * How many draws there were.
	 */
	int draws() {
		return this.draws.size();
	}

	/**
	 * The part of each flow that was found.
	 */
	Map<FlowKey, Share> shares() {
		return shares(this.draws);
	}

	/**
	 * The part of each namespace that was found.
	 */
	Map<String, Share> ofNamespaces() {
		return shares(this.draws.stream().map((draw) -> {
			Map<String, Long> bytes = new HashMap<>();
			draw.forEach((flow, size) -> bytes.merge(flow.namespace(), size, Long::sum));
			return bytes;
		}).toList());
	}

	private <K> Map<K, Share> shares(List<Map<K, Long>> found) {
		Map<K, Long> sums = new HashMap<>();
		found.forEach((draw) -> draw.forEach((owner, size) -> sums.merge(owner, size, Long::sum)));
		Map<K, Share> shares = new HashMap<>();
		sums.forEach((owner, sum) -> {
			double part = (double) sum / this.all;
			shares.put(owner, new Share(part, error(found, owner, part)));
		});
		return shares;
	}

	/** Of one draw nothing can be said. */
	private <K> @Nullable Double error(List<Map<K, Long>> found, K owner, double part) {
		int count = found.size();
		if (count < 2) {
			return null;
		}
		double squares = 0;
		for (int i = 0; i < count; i++) {
			double difference = found.get(i).getOrDefault(owner, 0L) - part * this.totals.get(i);
			squares += difference * difference;
		}
		return Math.sqrt(squares * count / (count - 1)) / this.all;
	}

	/**
	 * A part of the whole.
	 *
	 * @param part from 0 to 1
	 * @param error standard error of the part; null where it is not known
	 */
	record Share(double part, @Nullable Double error) {
	}

}
