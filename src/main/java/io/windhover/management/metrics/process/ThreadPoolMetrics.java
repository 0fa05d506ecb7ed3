package io.windhover.management.metrics.process;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.windhover.instance.ThreadPools;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The meters of the thread pools that Windhover makes, {@code executor.*} by name: those
 * that are beans, and those that were added to the {@link ThreadPools}. Those of Spring
 * and of the web servers are bound by Spring Boot.
 */
public class ThreadPoolMetrics implements MeterBinder {

	private final ThreadPools pools;

	private final ListableBeanFactory beans;

	/**
	 * Binds no pool before it is bound itself.
	 * @param pools announces those that are made later, too
	 * @param beans searched once for pools
	 */
	public ThreadPoolMetrics(ThreadPools pools, ListableBeanFactory beans) {
		this.pools = pools;
		this.beans = beans;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.beans.getBeansOfType(ExecutorService.class).forEach((name, pool) -> bind(name, pool, registry));
		this.pools.listen((name, pool) -> bind(name, pool, registry));
	}

	private static void bind(String name, ExecutorService pool, MeterRegistry registry) {
		if (!(pool instanceof ThreadPoolExecutor || pool instanceof ForkJoinPool)) {
			return; // a thread for each task is no pool
		}
		// a pool that was stopped and made anew would leave gauges of the old one
		registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("executor.")
					&& name.equals(meter.getId().getTag("name")))
			.forEach(registry::remove);
		new ExecutorServiceMetrics(pool, name, Tags.empty()).bindTo(registry);
	}

}
