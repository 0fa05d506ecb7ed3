package io.windhover.management.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.windhover.flow.FlowKey;

/**
 * How many run for each flow and kind, counted from a view: so it cannot drift from what
 * the endpoints show. Many gauges read one count, which is made at most four times in a
 * second.
 */
class RunningCounts {

	private static final long FRESH_NANOS = 250_000_000;

	private final FlowMeters flows;

	private final Consumer<Counting> view;

	private Map<Key, Integer> counts = Map.of();

	private long countedAt = System.nanoTime() - FRESH_NANOS;

	RunningCounts(FlowMeters flows, Consumer<Counting> view) {
		this.flows = flows;
		this.view = view;
	}

	int count(FlowLabels labels, String kind) {
		return current().getOrDefault(new Key(labels, kind), 0);
	}

	private synchronized Map<Key, Integer> current() {
		long now = System.nanoTime();
		if (now - this.countedAt >= FRESH_NANOS) {
			Map<Key, Integer> counted = new HashMap<>();
			this.view.accept(
					(flow, kind, count) -> counted.merge(new Key(this.flows.labels(flow), kind), count, Integer::sum));
			this.counts = counted;
			this.countedAt = now;
		}
		return this.counts;
	}

	private record Key(FlowLabels labels, String kind) {
	}

	/** Takes what runs. */
	interface Counting {

		void add(FlowKey flow, String kind, int count);

		default void add(FlowKey flow, String kind) {
			add(flow, kind, 1);
		}

	}

}
