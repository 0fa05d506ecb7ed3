package io.windhover.system;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.windhover.management.exposition.PreparedMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus reads prepared lines, compressed, as it reads Micrometer's, and so
 * does curl.
 */
class PreparedScrapeTests {

	private static final int REGISTRIES = 2000;

	private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

	private final MockClock clock = new MockClock();

	private final PreparedMeterRegistry prepared = new PreparedMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock, null);

	private final PrometheusMeterRegistry reference = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock);

	private final AtomicInteger round = new AtomicInteger();

	@TempDir
	private Path directory;

	@Test
	void samplesOfGeneratedRegistriesAreThoseOfMicrometer() throws Exception {
		HttpServer ours = serve(this::ours);
		HttpServer micrometers = serve(this::micrometers);
		List<URI> targets = List.of(uri(ours), uri(micrometers));
		try (Prometheus prometheus = Prometheus.scraping(this.directory, targets, Duration.ofSeconds(5))) {
			both((to) -> Gauge.builder("task.round", this.round, AtomicInteger::get).register(to));
			for (int round = 1; round <= 3; round++) {
				// the second and the third time blocks are used again
				for (int seed = 0; seed < REGISTRIES; seed += round * round) {
					generate(seed, new Random(seed + round));
				}
				this.round.set(round);
				awaitSame(prometheus, targets);
			}
			assertThat(curl(uri(ours), "--compressed")).isEqualTo(curl(uri(ours), "--no-compressed"))
				.contains("task_round 3.0");
		}
		finally {
			ours.stop(0);
			micrometers.stop(0);
		}
	}

	private void generate(int seed, Random random) {
		for (int i = random.nextInt(3); i >= 0; i--) {
			String flow = Integer.toString(random.nextInt(3)) + "\\\"\n\u00e4".charAt(random.nextInt(4));
			double amount = random.nextInt(4) * random.nextDouble() * Math.pow(10, random.nextInt(12) - 3);
			Duration time = Duration.ofNanos(random.nextLong() >>> (20 + random.nextInt(40)));
			both((to) -> {
				Counter.builder("task.counted")
					.tags("registry", "" + seed, "flow_id", flow)
					.register(to)
					.increment(amount);
				Timer.builder("task.timed").tags("registry", "" + seed, "flow_id", flow).register(to).record(time);
				Gauge.builder("task.level", () -> amount).tags("registry", "" + seed, "flow_id", flow).register(to);
			});
		}
		if (random.nextInt(3) == 0) {
			both((to) -> to.find("task.counted").tags("registry", "" + seed).meters().forEach(to::remove));
		}
	}

	private void both(Consumer<MeterRegistry> action) {
		action.accept(this.prepared);
		action.accept(this.reference);
	}

	private void awaitSame(Prometheus prometheus, List<URI> targets) {
		Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
			Map<Map<String, String>, Double> ours = samples(prometheus, targets.get(0));
			Map<Map<String, String>, Double> micrometers = samples(prometheus, targets.get(1));
			assertThat(List.of(ours, micrometers))
				.allMatch((samples) -> samples.containsValue((double) this.round.get()));
			assertThat(ours.keySet()).hasSizeGreaterThan(REGISTRIES).isEqualTo(micrometers.keySet());
			ours.forEach((series, value) -> {
				double other = micrometers.getOrDefault(series, Double.NaN);
				// sums of fractions depend on the order
				assertThat(Math.abs(value - other)).as("%s: %s and %s", series, value, other)
					.isLessThanOrEqualTo(1e-12 * Math.abs(value));
			});
		});
	}

	private static Map<Map<String, String>, Double> samples(Prometheus prometheus, URI target) {
		Map<Map<String, String>, Double> samples = new HashMap<>();
		prometheus.query("{__name__=~\"task_.*\", instance=\"%s\"}".formatted(target.getAuthority()))
			.forEach((sample) -> samples.put(labels(sample.get("metric")), sample.at("/value/1").asDouble()));
		return samples;
	}

	private static Map<String, String> labels(JsonNode metric) {
		Map<String, String> labels = new HashMap<>();
		metric.properties().forEach((label) -> labels.put(label.getKey(), label.getValue().asString()));
		labels.remove("instance");
		return labels;
	}

	private void ours(HttpExchange exchange) throws IOException {
		boolean gzip = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding")).contains("gzip");
		if (gzip) {
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
		}
		answer(exchange,
				(out) -> this.prepared.exposition()
					.answer((family) -> true, () -> "# EOF\n".getBytes(StandardCharsets.US_ASCII), true, gzip)
					.getInputStream()
					.transferTo(out));
	}

	private void micrometers(HttpExchange exchange) throws IOException {
		answer(exchange, (out) -> this.reference.scrape(out, OPEN_METRICS));
	}

	private static void answer(HttpExchange exchange, Body body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", OPEN_METRICS);
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream out = exchange.getResponseBody()) {
			body.write(out);
		}
	}

	private static HttpServer serve(HttpHandler handler) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()),
				0);
		server.createContext("/prometheus", handler);
		server.start();
		return server;
	}

	private static URI uri(HttpServer server) {
		return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prometheus");
	}

	private static String curl(URI uri, String encoding) throws IOException {
		return new String(new ProcessBuilder("curl", "-sS", encoding, uri.toString()).redirectErrorStream(true)
			.start()
			.getInputStream()
			.readAllBytes(), StandardCharsets.UTF_8);
	}

	private interface Body {

		void write(OutputStream out) throws IOException;

	}

}
