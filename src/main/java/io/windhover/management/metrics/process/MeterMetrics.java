package io.windhover.management.metrics.process;

import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.metrics.FlowLimit;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;

/**
 * The meters about the meters. They are counted as they come and go, because a registry
 * may hold a hundred thousand.
 */
public class MeterMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final FlowLimit flows;

	private final LongAdder active = new LongAdder();

	/**
	 * Counts no meters before it is bound.
	 * @param flows counts the flows that have no series of their own
	 */
	public MeterMetrics(MetricsProperties properties, FlowLimit flows) {
		this.properties = properties;
		this.flows = flows;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Set<String> names = Stream.of(Meters.values())
			.map((meter) -> this.properties.named(meter.getName()))
			.collect(Collectors.toUnmodifiableSet());
		String ofTypes = this.properties.named("task.");
		// whatever was bound before this was bound on this same thread
		registry.getMeters().forEach((meter) -> count(meter, names, ofTypes, 1));
		registry.config()
			.onMeterAdded((meter) -> count(meter, names, ofTypes, 1))
			.onMeterRemoved((meter) -> count(meter, names, ofTypes, -1));
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		factory.gauge(Meters.MANAGEMENT_METERS_ACTIVE, this.active, LongAdder::sum);
		factory.gauge(Meters.MANAGEMENT_METERS_OVERFLOW, this.flows, FlowLimit::overflow);
	}

	private void count(Meter meter, Set<String> names, String ofTypes, int change) {
		String name = meter.getId().getName();
		if (names.contains(name) || name.startsWith(ofTypes)) {
			this.active.add(change);
		}
	}

}
