package io.windhover.scheduler.history;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.windhover.execution.flow.FlowHistory;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of durations in buckets, each a fifth wider than the one before, so
 * that what it tells is right within a tenth. From a number on all counts are halved, so
 * that the recent weigh more.
 *
 * @param buckets how many fell into each
 */
record Sketch(SortedMap<Integer, Long> buckets) {

	static final Sketch EMPTY = new Sketch(new TreeMap<>());

	/** Counted before all counts are halved. */
	static final long MOST = 1000;

	private static final double BASE = 1.2;

	@JsonCreator
	static Sketch of(Map<Integer, Long> buckets) {
		return new Sketch(new TreeMap<>(buckets));
	}

	@JsonValue
	Map<Integer, Long> json() {
		return this.buckets;
	}

	Sketch with(Duration duration) {
		SortedMap<Integer, Long> more = new TreeMap<>(this.buckets);
		more.merge(bucket(duration.toMillis()), 1L, Long::sum);
		if (count(more) >= MOST) {
			more.replaceAll((bucket, count) -> count / 2);
			more.values().removeIf((count) -> count == 0);
		}
		return new Sketch(more);
	}

	long count() {
		return count(this.buckets);
	}

	/** Null while it is empty. */
	FlowHistory.@Nullable Usual usual() {
		long count = count();
		return (count > 0) ? new FlowHistory.Usual(count, quantile(0.5, count), quantile(0.95, count)) : null;
	}

	private Duration quantile(double share, long count) {
		long rank = Math.max(1, (long) Math.ceil(share * count));
		long seen = 0;
		int found = 0;
		for (Map.Entry<Integer, Long> bucket : this.buckets.entrySet()) {
			seen += bucket.getValue();
			found = bucket.getKey();
			if (seen >= rank) {
				break;
			}
		}
		return Duration.ofMillis(middle(found));
	}

	/** Those of one bucket are at most a fifth apart. */
	private static int bucket(long millis) {
		return (millis <= 1) ? 0 : (int) Math.ceil(Math.log((double) millis) / Math.log(BASE));
	}

	private static long middle(int bucket) {
		return (bucket == 0) ? 1 : Math.round(Math.pow(BASE, bucket) * (1 + 1 / BASE) / 2);
	}

	private static long count(SortedMap<Integer, Long> buckets) {
		return buckets.values().stream().mapToLong(Long::longValue).sum();
	}

}
