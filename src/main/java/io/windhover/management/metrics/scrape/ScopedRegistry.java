package io.windhover.management.metrics.scrape;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * A registry that can be scraped in part without asking the other meters for their
 * values. Those of Micrometer do not tell their names before they are collected, so the
 * names are remembered.
 */
public class ScopedRegistry {

	private static final String UNKNOWN = "";

	private final Set<Collector> collectors = ConcurrentHashMap.newKeySet();

	/** With the name of one of their families: the others are in the same scope. */
	private final Map<MultiCollector, String> families = new ConcurrentHashMap<>();

	private final PrometheusRegistry registry = new PrometheusRegistry() {
		@Override
		public void register(Collector collector) {
			super.register(collector);
			ScopedRegistry.this.collectors.add(collector);
		}

		@Override
		public void register(MultiCollector collector) {
			super.register(collector);
			ScopedRegistry.this.families.put(collector, UNKNOWN);
		}

		@Override
		public void unregister(Collector collector) {
			super.unregister(collector);
			ScopedRegistry.this.collectors.remove(collector);
		}

		@Override
		public void unregister(MultiCollector collector) {
			super.unregister(collector);
			ScopedRegistry.this.families.remove(collector);
		}

		@Override
		public void clear() {
			super.clear();
			ScopedRegistry.this.collectors.clear();
			ScopedRegistry.this.families.clear();
		}
	};

	/**
	 * The registry of all.
	 */
	public PrometheusRegistry registry() {
		return this.registry;
	}

	/**
	 * What an endpoint scrapes that answers with the families of a scope only.
	 */
	PrometheusRegistry part(Predicate<String> scope) {
		return new PrometheusRegistry() {
			@Override
			public MetricSnapshots scrape() {
				return ScopedRegistry.this.scrape(scope, (name) -> true);
			}

			@Override
			public MetricSnapshots scrape(Predicate<String> names) {
				return ScopedRegistry.this.scrape(scope, names);
			}
		};
	}

	private MetricSnapshots scrape(Predicate<String> scope, Predicate<String> names) {
		Predicate<String> wanted = scope.and(names);
		MetricSnapshots.Builder found = MetricSnapshots.builder();
		this.collectors.forEach((collector) -> {
			MetricSnapshot family = collector.collect(wanted);
			if (family != null) {
				found.metricSnapshot(family);
			}
		});
		this.families.forEach((collector, known) -> {
			if (known.equals(UNKNOWN) || scope.test(known)) {
				collect(collector).stream()
					.filter((family) -> wanted.test(family.getMetadata().getPrometheusName()))
					.forEach(found::metricSnapshot);
			}
		});
		return found.build();
	}

	private MetricSnapshots collect(MultiCollector collector) {
		MetricSnapshots collected = collector.collect();
		if (collected.size() > 0) {
			this.families.replace(collector, collected.get(0).getMetadata().getPrometheusName());
		}
		return collected;
	}

}
