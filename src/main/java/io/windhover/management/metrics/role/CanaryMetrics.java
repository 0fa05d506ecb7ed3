package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.api.CanaryFailure;
import io.windhover.api.CanaryHop;
import io.windhover.api.CanaryListener;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;

/**
 * How the canaries of this process fare; at 0 where it sends none.
 */
public class CanaryMetrics implements MeterBinder, CanaryListener {

	private final MetricsProperties properties;

	private final Map<CanaryHop, Timer> hops = new EnumMap<>(CanaryHop.class);

	private final Map<CanaryFailure, Counter> failures = new EnumMap<>(CanaryFailure.class);

	/**
	 * Records nothing before it is bound.
	 */
	public CanaryMetrics(MetricsProperties properties) {
		this.properties = properties;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		for (CanaryHop hop : CanaryHop.values()) {
			this.hops.put(hop, factory.timer(Meters.CANARY_DURATION, hop.id()));
		}
		for (CanaryFailure reason : CanaryFailure.values()) {
			this.failures.put(reason, factory.counter(Meters.CANARY_FAILED, reason.id()));
		}
	}

	@Override
	public synchronized void canaryPassed(CanaryHop hop, Duration duration) {
		Timer timer = this.hops.get(hop);
		if (timer != null) {
			timer.record(duration);
		}
	}

	@Override
	public synchronized void canaryFailed(CanaryFailure reason) {
		Counter counter = this.failures.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

}
