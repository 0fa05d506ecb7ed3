package io.windhover.management.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import io.windhover.flow.FlowKey;

/**
 * The series of one component: for each flow and kind (of task, trigger, index) a bundle
 * of meters, found without asking the registry.
 *
 * @param <B> the bundle
 */
public class SeriesCache<B> {

	private final Map<Key, Held<B>> bundles = new ConcurrentHashMap<>();

	private final FlowMeters flows;

	private final SeriesFactory series;

	private final BiFunction<FlowSeries, String, B> factory;

	SeriesCache(FlowMeters flows, SeriesFactory series, BiFunction<FlowSeries, String, B> factory) {
		this.flows = flows;
		this.series = series;
		this.factory = factory;
	}

	/**
	 * The meters that an event of a flow counts in.
	 */
	public B get(FlowKey flow, String kind) {
		Held<B> known = this.bundles.get(new Key(this.flows.labels(flow), kind));
		Held<B> held = (known != null) ? known : create(flow, kind);
		held.series().begin();
		return held.bundle();
	}

	/**
	 * Makes sure that those meters of some labels exist that a flow has at rest.
	 */
	public void ensure(FlowLabels labels, String kind) {
		of(labels, kind);
	}

	/**
	 * The meters that an event of no flow counts in.
	 */
	public B ofNoFlow() {
		return of(FlowLabels.NONE, Meters.Tag.NONE).bundle();
	}

	private Held<B> of(FlowLabels labels, String kind) {
		return this.bundles.computeIfAbsent(new Key(labels, kind), (key) -> {
			FlowSeries made = new FlowSeries(this.series, labels);
			return new Held<>(made, this.factory.apply(made, kind));
		});
	}

	/**
	 * Takes all meters of some labels out of the registry.
	 */
	void remove(FlowLabels labels) {
		this.bundles.entrySet().removeIf((entry) -> {
			boolean gone = entry.getKey().labels().equals(labels);
			if (gone) {
				entry.getValue().series().remove();
			}
			return gone;
		});
	}

	// under the lock of the flows, so that no flow is deleted meanwhile and its series
	// come back
	private Held<B> create(FlowKey flow, String kind) {
		synchronized (this.flows) {
			return of(this.flows.labels(flow), kind);
		}
	}

	private record Key(FlowLabels labels, String kind) {
	}

	private record Held<B>(FlowSeries series, B bundle) {
	}

}
