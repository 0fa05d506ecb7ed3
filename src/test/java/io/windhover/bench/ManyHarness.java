package io.windhover.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.windhover.repository.sqlite.SqliteFill;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * What the lists of both ports cost with as many flows and executions as a company has:
 * fills a directory with flows and a file with executions, starts the jar there, and
 * prints the median and the slowest of 20 answers to what the console asks. Fails when a
 * median is above half a second. With {@code -Dlook=true} the application stays until a
 * key is pressed.
 */
public final class ManyHarness {

	private static final int FLOWS = Integer.getInteger("flows", 5_000);

	private static final int EXECUTIONS = Integer.getInteger("executions", 1_000_000);

	private static final int REQUESTS = Integer.getInteger("requests", 20);

	private static final double LIMIT_MILLIS = 500;

	private static final String FLOW = """
			namespace: %s
			id: %s
			description: Loads the orders of a customer and tells the warehouse
			labels: {team: sales}
			tasks:
			  - {id: load, type: http, uri: "http://localhost:8081/health"}
			  - id: each
			    type: for-each
			    items: "{{ range(1, 4) }}"
			    tasks: [{id: say, type: log, message: "{{ item }}"}]
			triggers:
			  - {id: nightly, type: schedule, cron: "%d %d * * *"}
			""";

	private ManyHarness() {
	}

	public static void main(String[] args) throws IOException {
		String given = System.getProperty("directory");
		Path directory = (given != null) ? Path.of(given) : Files.createTempDirectory("windhover-many");
		if (!Files.exists(directory.resolve("data/windhover.db"))) {
			fill(directory);
		}
		try (WindhoverProcess windhover = WindhoverProcess.startJar(directory,
				"--windhover.flows.directory=" + directory.resolve("flows"))) {
			windhover.awaitReady();
			Awaitility.await()
				.atMost(Duration.ofMinutes(15))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> windhover.get(windhover.api("/api/flows?size=1")).get("total").asInt() >= FLOWS);
			double slowest = print(windhover);
			if (Boolean.getBoolean("look")) {
				System.out.printf("%s and %s until a key is pressed%n", windhover.api("/"), windhover.management("/"));
				System.in.read();
			}
			if (slowest >= LIMIT_MILLIS) {
				throw new IllegalStateException("A median is %.0f ms".formatted(slowest));
			}
		}
		finally {
			if (given == null) {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
	}

	private static void fill(Path directory) throws IOException {
		long began = System.nanoTime();
		for (int i = 0; i < FLOWS; i++) {
			Path file = directory.resolve("flows/%s/%s.yaml".formatted(SqliteFill.namespace(i), SqliteFill.flowId(i)));
			Files.createDirectories(file.getParent());
			Files.writeString(file,
					FLOW.formatted(SqliteFill.namespace(i), SqliteFill.flowId(i), i % 60, (i / 60) % 24));
		}
		SqliteFill.fill(directory.resolve("data/windhover.db"), EXECUTIONS, FLOWS);
		System.out.printf("%,d flows and %,d executions, %,d MB, in %d s%n", FLOWS, EXECUTIONS,
				Files.size(directory.resolve("data/windhover.db")) / 1_000_000,
				(System.nanoTime() - began) / 1_000_000_000);
	}

	/** Gives the highest median. */
	private static double print(WindhoverProcess windhover) {
		Instant now = Instant.now();
		String day = "from=" + now.minus(Duration.ofDays(1));
		String month = "from=" + now.minus(Duration.ofDays(30));
		String flow = "namespace=%s&flowId=%s".formatted(SqliteFill.namespace(4_321 % FLOWS),
				SqliteFill.flowId(4_321 % FLOWS));
		String cause = windhover.get(windhover.api("/api/executions?state=FAILED&size=1"))
			.at("/items/0/cause")
			.asString();
		Map<String, URI> requests = new LinkedHashMap<>();
		for (String query : new String[] { day, month, "", "page=10000", "page=19999",
				"namespace=company.team-07&" + day, "namespace=company.team-07", flow, "state=FAILED&" + day,
				"state=FAILED", "state=FAILED&state=KILLED", "state=SUCCESS", "state=RUNNING", "flowId=flow-0042",
				"namespace=company.team-07&state=FAILED", flow + "&state=FAILED", "label=team=sales&" + day,
				"label=team=sales", "label=customer=c77", "label=team=sales&label=customer=c77",
				"label=team=sales&state=FAILED", "cause=" + cause, "cause=%s&%s".formatted(cause, day) }) {
			requests.put("/api/executions?" + query, windhover.api("/api/executions?size=50&" + query));
		}
		for (String query : new String[] { day, month, month + "&state=FAILED", month + "&namespace=company.team-07",
				month + "&" + flow, month + "&label=team=sales", month + "&label=customer=c77",
				month + "&cause=" + cause }) {
			requests.put("/api/executions/histogram?" + query,
					windhover.api("/api/executions/histogram?buckets=80&" + query));
		}
		for (String path : new String[] { "/api/flows?size=500", "/api/flows?health=true&size=50",
				"/api/flows?health=true&size=50&text=flow-43", "/api/flows?health=true&size=50&status=NEW" }) {
			requests.put(path, windhover.api(path));
		}
		for (String path : new String[] { "/flows?size=100", "/scheduler?size=100", "/failures", "/incidents",
				"/health", "/cluster", "/samples", "/storage", "/prometheus" }) {
			requests.put("8081" + path, windhover.management(path));
		}
		System.out.println("| request | median | slowest | bytes |");
		double highest = 0;
		for (Map.Entry<String, URI> each : requests.entrySet()) {
			highest = Math.max(highest, time(windhover, each.getKey(), each.getValue()));
		}
		return highest;
	}

	private static double time(WindhoverProcess windhover, String name, URI uri) {
		double[] millis = new double[REQUESTS];
		int bytes = 0;
		for (int i = 0; i < REQUESTS; i++) {
			long began = System.nanoTime();
			HttpResponse<String> answer = windhover.send(WindhoverProcess.request(uri).GET());
			millis[i] = (System.nanoTime() - began) / 1e6;
			if (answer.statusCode() != 200) {
				throw new IllegalStateException(
						"%s answered %d: %s".formatted(uri, answer.statusCode(), answer.body()));
			}
			bytes = answer.body().length();
		}
		Arrays.sort(millis);
		System.out.printf(Locale.ROOT, "| `%s` | %.0f ms | %.0f ms | %,d |%n",
				name.replaceAll("from=[^&]*", "from=…").replaceAll("cause=[^&]*", "cause=…"), millis[REQUESTS / 2],
				millis[REQUESTS - 1], bytes);
		return millis[REQUESTS / 2];
	}

}
