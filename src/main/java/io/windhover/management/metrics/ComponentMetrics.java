package io.windhover.management.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of the components have in common: series for each flow, and from boot
 * one without a flow, so that every name exists.
 *
 * @param <B> the meters of one flow and kind
 */
public abstract class ComponentMetrics<B> implements MeterBinder, FlowMeters.Component {

	private final FlowMeters flows;

	private final MetricsProperties properties;

	private volatile @Nullable SeriesCache<B> series;

	/**
	 * Registers nothing, and takes no events, before it is bound to a registry.
	 */
	public ComponentMetrics(FlowMeters flows, MetricsProperties properties) {
		this.flows = flows;
		this.properties = properties;
	}

	@Override
	public final void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		SeriesCache<B> cache = new SeriesCache<>(this.flows, factory, this::create);
		cache.ensure(FlowLabels.NONE, Meters.Tag.NONE);
		this.series = cache;
		this.flows.add(this);
	}

	@Override
	public final void flowRemoved(FlowLabels labels) {
		series().remove(labels);
	}

	/**
	 * Registers the meters of one flow and kind, or says when they come.
	 */
	public abstract B create(FlowSeries series, String kind);

	/**
	 * The series of all flows.
	 * @throws IllegalStateException before it is bound to a registry
	 */
	public final SeriesCache<B> series() {
		SeriesCache<B> cache = this.series;
		if (cache == null) {
			throw new IllegalStateException("Not bound to a registry");
		}
		return cache;
	}

}
