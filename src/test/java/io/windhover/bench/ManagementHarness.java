package io.windhover.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.windhover.system.BrokerProcess;
import io.windhover.system.ManagementRoutes;
import io.windhover.system.WindhoverProcess;

/**
 * Asks every route of the management port 1,000 times while the broker answers, while it
 * hangs and after it was killed, and prints the 99th percentiles and their ratio to the
 * healthy state. Fails when one is not below 250 ms.
 */
public final class ManagementHarness {

	private static final int REQUESTS = Integer.getInteger("requests", 1000);

	private static final int WARM_UP = 100;

	private static final double LIMIT_MILLIS = 250;

	private final HttpClient client = HttpClient.newHttpClient();

	private final WindhoverProcess windhover;

	private final List<String> routes;

	private ManagementHarness(WindhoverProcess windhover) {
		this.windhover = windhover;
		this.routes = ManagementRoutes.of(windhover);
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("windhover-bench");
		try (BrokerProcess broker = BrokerProcess.start(directory);
				WindhoverProcess windhover = WindhoverProcess.startJar(directory,
						"--spring.kafka.bootstrap-servers=" + broker.address())) {
			ManagementHarness harness = new ManagementHarness(windhover.awaitReady());
			harness.measure(WARM_UP);
			Map<String, Double> healthy = harness.measure(REQUESTS);
			broker.freeze();
			harness.awaitDown();
			Map<String, Double> frozen = harness.measure(REQUESTS);
			broker.thaw();
			broker.kill();
			harness.awaitDown();
			Map<String, Double> killed = harness.measure(REQUESTS);
			print(healthy, frozen, killed);
			double worst = Math.max(worst(frozen), worst(killed));
			if (worst >= LIMIT_MILLIS) {
				throw new IllegalStateException("A 99th percentile is %.0f ms".formatted(worst));
			}
		}
	}

	private static void print(Map<String, Double> healthy, Map<String, Double> frozen, Map<String, Double> killed) {
		System.out.println("| route | healthy, p99 | broker hangs | broker killed |");
		healthy.forEach((route, millis) -> System.out.printf(Locale.ROOT,
				"| %s | %.1f ms | %.1f ms, x %.2f | %.1f ms, x %.2f |%n", route, millis, frozen.get(route),
				frozen.get(route) / millis, killed.get(route), killed.get(route) / millis));
	}

	private static double worst(Map<String, Double> percentiles) {
		return percentiles.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

	private void awaitDown() {
		org.awaitility.Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> ask("/health/kafka").statusCode() == 503);
	}

	/** In milliseconds, by route. */
	private Map<String, Double> measure(int requests) throws IOException, InterruptedException {
		Map<String, Double> percentiles = new LinkedHashMap<>();
		for (String route : this.routes) {
			double[] millis = new double[requests];
			for (int i = 0; i < requests; i++) {
				long began = System.nanoTime();
				ask(route);
				millis[i] = (System.nanoTime() - began) / 1e6;
			}
			Arrays.sort(millis);
			percentiles.put(route.replaceAll("windhover-[0-9a-f]{8}", "…").replaceAll("/worker/[^/]+", "/worker/…"),
					millis[requests * 99 / 100]);
		}
		return percentiles;
	}

	private HttpResponse<Void> ask(String route) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.windhover.management(route))
			.timeout(Duration.ofSeconds(30))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding());
	}

}
