package io.windhover.management.metrics.scrape;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScopedRegistryTests {

	private final ScopedRegistry registry = new ScopedRegistry();

	private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			this.registry.registry(), Clock.SYSTEM);

	private final MetricsProperties properties = new MetricsProperties("my.own", 2, false);

	private final SeriesFactory factory = new SeriesFactory(this.meters, this.properties);

	@Test
	void scrapeOfAScopeDoesNotAskTheOthers() {
		AtomicInteger asked = new AtomicInteger();
		this.factory.gauge(Meters.FLOW_QUIET, asked, AtomicInteger::incrementAndGet, "ns", "one");
		Gauge.builder("someone.elses", () -> 1).register(this.meters);
		// the first one learns the names
		assertThat(families(ScrapeScope.JVM)).containsExactly("someone_elses");
		int before = asked.get();
		assertThat(families(ScrapeScope.JVM)).containsExactly("someone_elses");
		assertThat(families(ScrapeScope.ENGINE)).isEmpty();
		assertThat(asked).hasValue(before);
		assertThat(families(ScrapeScope.FLOWS)).containsExactly("my_own_flow_quiet");
		assertThat(asked).hasValueGreaterThan(before);
	}

	@Test
	void metersThatComeAndGoAreSeen() {
		Counter.builder("my.own.task.http.response").register(this.meters);
		Timer timer = this.factory.timer(Meters.CANARY_DURATION, "worker");
		assertThat(families(ScrapeScope.FLOWS)).containsExactly("my_own_task_http_response");
		assertThat(families(ScrapeScope.ENGINE)).containsExactlyInAnyOrder("my_own_canary_duration_seconds",
				"my_own_canary_duration_seconds_max");
		this.meters.remove(timer);
		assertThat(families(ScrapeScope.ENGINE)).isEmpty();
		this.factory.timer(Meters.CANARY_DURATION, "worker");
		assertThat(families(ScrapeScope.ENGINE)).hasSize(2);
		this.registry.registry().clear();
		assertThat(families(ScrapeScope.ENGINE)).isEmpty();
	}

	/** Names of Windhover's own that end as those of counters and maxima do. */
	@Test
	void endingsDoNotMislead() {
		this.factory.gauge(Meters.WORKER_SLOTS_MAX, this, (test) -> 1, "default");
		this.factory.gauge(Meters.WORKER_SLOTS_USED, this, (test) -> 1, "default");
		Gauge.builder("worker.slots.max", () -> 1).register(this.meters);
		Gauge.builder("task.http.response", () -> 1).register(this.meters);
		assertThat(families(ScrapeScope.ENGINE)).containsExactlyInAnyOrder("my_own_worker_slots_max",
				"my_own_worker_slots_used");
		assertThat(families(ScrapeScope.JVM)).containsExactlyInAnyOrder("worker_slots_max", "task_http_response");
	}

	private List<String> families(ScrapeScope scope) {
		ScrapeScopes scopes = new ScrapeScopes(this.properties, this.meters.config().namingConvention());
		return this.registry.part(scopes.in(Set.of(scope)))
			.scrape()
			.stream()
			.map((family) -> family.getMetadata().getPrometheusName())
			.toList();
	}

}
