package io.windhover.management.metrics.role;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.windhover.flow.FlowKey;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.SharedLook;

/**
 * How many run for each flow and kind, counted from a view: so it cannot drift from what
 * the endpoints show.
 */
class RunningCounts {

	private final SharedLook<Map<Key, Integer>> counts;

	RunningCounts(FlowMeters flows, Consumer<Counting> view) {
		this.counts = new SharedLook<>(() -> {
			Map<Key, Integer> counted = new HashMap<>();
			view.accept((flow, kind, count) -> counted.merge(new Key(flows.labels(flow), kind), count, Integer::sum));
			return counted;
		});
	}

	int count(FlowLabels labels, String kind) {
		return this.counts.get().getOrDefault(new Key(labels, kind), 0);
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
