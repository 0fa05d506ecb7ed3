package io.windhover.management.metrics;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Registers series of the catalogue's meters, always with the tags that it declares.
 * Timers tell count, sum and maximum; {@code management.metrics.distribution.*} adds
 * histograms.
 */
public class SeriesFactory {

	private final MeterRegistry registry;

	private final MetricsProperties properties;

	/**
	 * Registers in one registry.
	 * @param properties have the prefix of all names
	 */
	public SeriesFactory(MeterRegistry registry, MetricsProperties properties) {
		this.registry = registry;
		this.properties = properties;
	}

	/**
	 * The registry that all series are in.
	 */
	public MeterRegistry registry() {
		return this.registry;
	}

	String named(String name) {
		return this.properties.named(name);
	}

	/**
	 * Registers a counter of a flow.
	 * @param more values of the tags that follow those of the flow, one for each
	 * @throws IllegalArgumentException when there are more or fewer
	 */
	public Counter counter(Meters meter, FlowLabels flow, String... more) {
		return counter(meter, values(flow, more));
	}

	/**
	 * Registers a counter with a value for each of its tags.
	 */
	public Counter counter(Meters meter, String... values) {
		return Counter.builder(named(meter.getName()))
			.description(meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	/**
	 * Registers a counter that somebody else counts, which the registry then holds.
	 */
	public <T> FunctionCounter counter(Meters meter, T subject, ToDoubleFunction<T> count, String... values) {
		return FunctionCounter.builder(named(meter.getName()), subject, count)
			.description(meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	/**
	 * Registers a timer of a flow.
	 * @param more values of the tags that follow those of the flow, one for each
	 * @throws IllegalArgumentException when there are more or fewer
	 */
	public Timer timer(Meters meter, FlowLabels flow, String... more) {
		return timer(meter, values(flow, more));
	}

	/**
	 * Registers a timer with a value for each of its tags.
	 */
	public Timer timer(Meters meter, String... values) {
		return Timer.builder(named(meter.getName()))
			.description(meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	/**
	 * Registers a timer that also tells how many took no longer than each of some times.
	 */
	public Timer timer(Meters meter, List<Duration> buckets, String... values) {
		return Timer.builder(named(meter.getName()))
			.description(meter.description())
			.tags(tags(meter, values))
			.serviceLevelObjectives(buckets.toArray(Duration[]::new))
			.register(this.registry);
	}

	/**
	 * Registers a gauge of an object, which the registry then holds.
	 */
	public <T> Gauge gauge(Meters meter, T subject, ToDoubleFunction<T> value, FlowLabels flow, String... more) {
		return gauge(meter, subject, value, values(flow, more));
	}

	/**
	 * Registers a gauge with a value for each of its tags.
	 * @param value NaN while it is not known
	 */
	public <T> Gauge gauge(Meters meter, T subject, ToDoubleFunction<T> value, String... values) {
		return Gauge.builder(named(meter.getName()), subject, value)
			.strongReference(true)
			.description(meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	private static String[] values(FlowLabels flow, String... more) {
		return Stream.concat(Stream.of(flow.namespaceId(), flow.flowId()), Stream.of(more)).toArray(String[]::new);
	}

	private static Tags tags(Meters meter, String... values) {
		List<Meters.Tag> keys = meter.tags();
		if (keys.size() != values.length) {
			throw new IllegalArgumentException(meter + " has the tags " + keys);
		}
		Tags tags = Tags.empty();
		for (int i = 0; i < values.length; i++) {
			tags = tags.and(keys.get(i).asString(), values[i]);
		}
		return tags;
	}

}
