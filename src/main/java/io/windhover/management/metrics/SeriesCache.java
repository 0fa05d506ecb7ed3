package io.windhover.management.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.windhover.flow.FlowKey;

/**
 * The series of one component: for each flow and kind (of task, trigger, index) a bundle
 * of meters, found without asking the registry.
 *
 * @param <B> the bundle
 */
class SeriesCache<B extends SeriesCache.Bundle> {

	private final Map<Key, B> bundles = new ConcurrentHashMap<>();

	private final FlowMeters flows;

	private final MeterRegistry registry;

	private final BiFunction<FlowLabels, String, B> factory;

	SeriesCache(FlowMeters flows, MeterRegistry registry, BiFunction<FlowLabels, String, B> factory) {
		this.flows = flows;
		this.registry = registry;
		this.factory = factory;
	}

	/**
	 * The meters that an event of a flow counts in.
	 */
	B get(FlowKey flow, String kind) {
		B bundle = this.bundles.get(new Key(this.flows.labels(flow), kind));
		return (bundle != null) ? bundle : create(flow, kind);
	}

	/**
	 * Makes sure that the meters of some labels exist.
	 */
	void ensure(FlowLabels labels, String kind) {
		of(labels, kind);
	}

	/**
	 * The meters that an event of no flow counts in.
	 */
	B ofNoFlow() {
		return of(FlowLabels.NONE, Meters.Tag.NONE);
	}

	private B of(FlowLabels labels, String kind) {
		return this.bundles.computeIfAbsent(new Key(labels, kind), (key) -> this.factory.apply(labels, kind));
	}

	/**
	 * Takes all meters of some labels out of the registry.
	 */
	void remove(FlowLabels labels) {
		this.bundles.entrySet().removeIf((entry) -> {
			boolean gone = entry.getKey().labels().equals(labels);
			if (gone) {
				entry.getValue().meters().forEach(this.registry::remove);
			}
			return gone;
		});
	}

	// under the lock of the flows, so that no flow is deleted meanwhile and its series
	// come back
	private B create(FlowKey flow, String kind) {
		synchronized (this.flows) {
			FlowLabels labels = this.flows.labels(flow);
			return this.bundles.computeIfAbsent(new Key(labels, kind), (key) -> this.factory.apply(labels, kind));
		}
	}

	private record Key(FlowLabels labels, String kind) {
	}

	/** Meters that come and go together. */
	interface Bundle {

		Iterable<? extends Meter> meters();

	}

}
