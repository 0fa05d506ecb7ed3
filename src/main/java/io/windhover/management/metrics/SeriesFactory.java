package io.windhover.management.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Registers series of the catalogue's meters, always with the tags that it declares.
 * Timers tell count, sum and maximum; {@code management.metrics.distribution.*} adds
 * histograms.
 */
class SeriesFactory {

	private final MeterRegistry registry;

	private final MetricsProperties properties;

	SeriesFactory(MeterRegistry registry, MetricsProperties properties) {
		this.registry = registry;
		this.properties = properties;
	}

	MeterRegistry registry() {
		return this.registry;
	}

	String named(String name) {
		return this.properties.named(name);
	}

	Counter counter(Meters meter, FlowLabels flow, String... more) {
		return Counter.builder(named(meter.getName()))
			.description(meter.description())
			.tags(tags(meter, flow, more))
			.register(this.registry);
	}

	Timer timer(Meters meter, FlowLabels flow, String... more) {
		return Timer.builder(named(meter.getName()))
			.description(meter.description())
			.tags(tags(meter, flow, more))
			.register(this.registry);
	}

	/**
	 * Registers a gauge of an object, which the registry then holds.
	 */
	<T> Gauge gauge(Meters meter, T subject, ToDoubleFunction<T> value, FlowLabels flow, String... more) {
		return Gauge.builder(named(meter.getName()), subject, value)
			.strongReference(true)
			.description(meter.description())
			.tags(tags(meter, flow, more))
			.register(this.registry);
	}

	private static Tags tags(Meters meter, FlowLabels flow, String... more) {
		List<Meters.Tag> keys = meter.tags();
		Tags tags = Tags.of(keys.get(0).asString(), flow.namespaceId(), keys.get(1).asString(), flow.flowId());
		if (keys.size() != more.length + 2) {
			throw new IllegalArgumentException(meter + " has the tags " + keys);
		}
		for (int i = 0; i < more.length; i++) {
			tags = tags.and(keys.get(i + 2).asString(), more[i]);
		}
		return tags;
	}

}
