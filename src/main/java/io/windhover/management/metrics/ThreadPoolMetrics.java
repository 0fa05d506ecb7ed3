package io.windhover.management.metrics;

import java.util.concurrent.ExecutorService;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.windhover.role.ThreadPools;

/**
 * The meters of the thread pools that Windhover makes, {@code executor.*} by name of the
 * pool. Those of Spring and of the web servers are bound by Spring Boot.
 */
class ThreadPoolMetrics implements MeterBinder {

	private final ThreadPools pools;

	ThreadPoolMetrics(ThreadPools pools) {
		this.pools = pools;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.pools.listen((name, pool) -> bind(name, pool, registry));
	}

	private static void bind(String name, ExecutorService pool, MeterRegistry registry) {
		// a pool that was stopped and made anew would leave gauges of the old one
		registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("executor.")
					&& name.equals(meter.getId().getTag("name")))
			.forEach(registry::remove);
		new ExecutorServiceMetrics(pool, name, Tags.empty()).bindTo(registry);
	}

}
