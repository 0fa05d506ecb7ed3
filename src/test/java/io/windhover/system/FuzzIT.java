package io.windhover.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.windhover.TestSize;
import io.windhover.system.FuzzedRequest.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent to either port, it answers: no failure of its own, no stack trace, no
 * secret, and it works on.
 */
class FuzzIT {

	private static final int REQUESTS = Integer.getInteger("fuzz.requests", TestSize.of(24_000, 100_000));

	private static final long SEED = Long.getLong("fuzz.seed", 8081);

	private static final int CONNECTIONS = 8;

	private static final String SECRET = "s3cr3t-of-the-fuzz";

	private static final Pattern STACK_TRACE = Pattern
		.compile("(?m)^\\s+at [\\w.$/]+\\(|[a-z]+\\.[A-Z]\\w+(Exception|Error)\\b");

	/** What shows where threads stand, because it is asked to. */
	private static final Pattern SHOWS_STACKS = Pattern.compile("/(threaddump|worker)\\b.*");

	private static final Pattern SHOWS_FLOWS = Pattern.compile("/api/.*");

	/** All that has routes of its own, and the secrets that it knows, is on. */
	private static final String[] SETTINGS = { "--some.password=" + SECRET, "--logging.level.root=WARN",
			"--windhover.events.enabled=true", "--windhover.events.subscriptions[0].name=hub",
			"--windhover.events.subscriptions[0].url=http://127.0.0.1:9/" + SECRET,
			"--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:9/v1/traces",
			"--management.opentelemetry.tracing.export.otlp.headers.Authorization=" + SECRET,
			"--management.tracing.sampling.probability=1" };

	private final Queue<String> faults = new ConcurrentLinkedQueue<>();

	@TempDir
	Path directory;

	@Test
	void everyRequestIsAnsweredAndNothingBreaks() throws Exception {
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory, SETTINGS)) {
			windhover.awaitReady();
			List<Seed> management = managementSeeds(windhover);
			List<Seed> api = apiSeeds(windhover);
			ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
			try {
				List<Future<?>> all = new ArrayList<>();
				for (int i = 0; i < CONNECTIONS; i++) {
					boolean onManagement = i % 2 == 0;
					int port = (onManagement ? windhover.management("/") : windhover.api("/")).getPort();
					Random random = new Random(SEED + i);
					all.add(pool.submit(() -> fuzz(port, onManagement ? management : api, random)));
				}
				for (Future<?> each : all) {
					each.get();
				}
			}
			finally {
				pool.shutdownNow();
			}
			assertThat(this.faults).as("seed %d", SEED).isEmpty();
			assertThat(windhover.logText()).doesNotContain("Servlet.service()").doesNotContain(SECRET);
			worksOn(windhover);
		}
	}

	private void fuzz(int port, List<Seed> seeds, Random random) {
		try (RawHttp http = new RawHttp(port)) {
			for (int i = 0; i < REQUESTS / CONNECTIONS && this.faults.size() < 20; i++) {
				FuzzedRequest request = FuzzedRequest.of(random, seeds.get(random.nextInt(seeds.size())));
				try {
					check(request, http.send(request.bytes(), request.hasNoBody()));
				}
				catch (IOException | RuntimeException ex) {
					this.faults.add(ex + " after\n" + request);
					http.disconnect();
				}
			}
		}
		catch (IOException ex) {
			this.faults.add(ex.toString());
		}
	}

	private void check(FuzzedRequest request, RawHttp.Answer answer) {
		String target = request.target();
		boolean healthSaysNo = answer.status() == 503 && target.contains("health")
				&& answer.body().contains("\"status\"");
		if (answer.status() >= 500 && !healthSaysNo) {
			fault("status " + answer.status(), request, answer);
		}
		if (!SHOWS_STACKS.matcher(target).lookingAt() && STACK_TRACE.matcher(answer.body()).find()
				&& answer.status() >= 400) {
			fault("stack trace", request, answer);
		}
		if (answer.body().contains(SECRET) && !(SHOWS_FLOWS.matcher(target).lookingAt() && answer.status() < 400)) {
			fault("secret", request, answer);
		}
	}

	private void fault(String what, FuzzedRequest request, RawHttp.Answer answer) {
		String body = answer.body();
		this.faults.add("%s to\n%s\nanswered %d %s %s".formatted(what, request, answer.status(), answer.headers(),
				(body.length() > 600) ? body.substring(0, 600) : body));
	}

	private static void worksOn(WindhoverProcess windhover) {
		windhover.put("fuzz", "after", """
				namespace: fuzz
				id: after
				tasks:
				  - {id: say, type: log, message: hello}
				""");
		// a fuzzed request may have begun a maintenance, or drained the worker
		for (String route : List.of("/cluster", "/worker")) {
			var resumed = windhover.post(windhover.management(route), "{\"state\":\"running\"}");
			assertThat(resumed.statusCode()).as(resumed.body()).isEqualTo(202);
		}
		JsonNode execution = windhover.create("fuzz", "after", "{}", "?wait=PT60S");
		assertThat(execution.get("state").asString()).isEqualTo("SUCCESS");
	}

	private static List<Seed> managementSeeds(WindhoverProcess windhover) {
		windhover.put("fuzz", "seed", flow());
		String running = windhover.create("fuzz", "seed", "{}", "").get("id").asString();
		String client = windhover.get(windhover.management("/kafkastreams"))
			.get("streams")
			.get(0)
			.get("clientId")
			.asString();
		List<Seed> seeds = new ArrayList<>(windhover.get(windhover.management("/"))
			.get("_links")
			.properties()
			.stream()
			.map((link) -> link.getValue().get("href").asString().replaceFirst("^http://[^/]+", ""))
			.map((path) -> path.replaceAll("\\{\\*?[a-zA-Z]+}", "x"))
			.map((path) -> path.isEmpty() ? "/" : path)
			.map(Seed::get)
			.collect(Collectors.toList()));
		seeds.removeIf((seed) -> List.of("/prometheus", "/threaddump", "/configprops").contains(seed.path()));
		List<Seed> cheap = List.copyOf(seeds);
		for (int i = 0; i < 10; i++) {
			seeds.addAll(cheap); // the three that cost much come seldom
		}
		for (String path : List.of("/prometheus", "/threaddump", "/configprops")) {
			seeds.add(Seed.get(path));
		}
		for (int i = 0; i < 10; i++) {
			for (String path : List.of("/worker/" + running + ".rest", "/scheduler/fuzz/seed/nightly",
					"/kafkastreams/" + client + "/lag", "/kafkastreams/" + client + "/threads",
					"/kafkastreams/" + client + "/topology?format=mermaid",
					"/kafkastreams/" + client + "/metrics?group=stream-metrics", "/health/nothing/x/y", "/health/kafka",
					"/health/liveness", "/incidents?kind=task-stuck&namespace=fuzz&flowId=seed&page=0&size=5",
					"/incidents/0a1b2c3d4e5f", "/flows?status=missed&namespace=fuzz&page=0&size=5", "/flows/fuzz/seed",
					"/failures?from=2026-01-01T00:00:00Z&flowId=seed&taskType=log&page=0&size=5",
					"/storage?namespace=fuzz&flowId=seed&page=0&size=5", "/events/subscriptions",
					"/cluster?role=worker&instance=nothing", "/metrics/worker.started.count?tag=flow_id:seed",
					"/loggers/io.nothing", "/env/some.password", "/configprops/windhover.api")) {
				seeds.add(Seed.get(path));
			}
			seeds.add(json("POST", "/worker", "{\"state\":\"draining\"}"));
			seeds.add(json("DELETE", "/worker/nothing", ""));
			seeds.add(json("POST", "/cluster", "{\"state\":\"maintenance\",\"reason\":\"new disks\"}"));
			seeds.add(json("POST", "/cluster", "{\"state\":\"running\"}"));
			seeds.add(json("POST", "/incidents/0a1b2c3d4e5f", "{\"acknowledged\":\"me, to see\"}"));
			seeds.add(json("POST", "/scheduler/fuzz/seed/nightly", "{\"state\":\"paused\"}"));
			seeds.add(json("POST", "/kafkastreams/" + client, "{\"threads\":\"restart\"}"));
			seeds.add(json("POST", "/loggers/io.nothing", "{\"configuredLevel\":\"WARN\"}"));
		}
		return seeds;
	}

	private static List<Seed> apiSeeds(WindhoverProcess windhover) {
		windhover.put("fuzz", "quick", """
				namespace: fuzz
				id: quick
				inputs:
				  - {id: day, type: date, required: false}
				tasks:
				  - {id: say, type: log, message: hello}
				""");
		String ended = windhover.create("fuzz", "quick", "{}", "?wait=PT60S").get("id").asString();
		List<Seed> seeds = new ArrayList<>();
		for (String path : List.of("/api/flows?namespace=fuzz&page=0&size=5", "/api/flows/fuzz/seed",
				"/api/executions?namespace=fuzz&flowId=seed&state=SUCCESS&from=2026-01-01T00:00:00Z&page=0&size=5",
				"/api/executions/" + ended, "/api/executions/" + ended + "/logs",
				"/api/executions/" + ended + "/events", "/api/nothing", "/", "/favicon.ico")) {
			seeds.add(Seed.get(path));
		}
		seeds.add(Seed.get("/api/openapi.json"));
		seeds.add(new Seed("PUT", "/api/flows/fuzz/seed", "application/yaml", flow()));
		seeds.add(new Seed("POST", "/api/flows/validate", "application/yaml", flow()));
		seeds.add(new Seed("POST", "/api/flows/convert", "application/yaml", flow()));
		seeds.add(new Seed("DELETE", "/api/flows/fuzz/nothing", "", ""));
		seeds.add(json("POST", "/api/flows/fuzz/quick/executions",
				"{\"inputs\":{\"day\":\"today\"},\"labels\":{\"a\":\"b\"}}"));
		seeds.add(json("POST", "/api/executions/" + ended + "/kill", ""));
		seeds.add(json("POST", "/api/executions/nothing/restart", ""));
		seeds.add(json("POST", "/api/executions/actions",
				"{\"action\":\"restart\",\"filter\":{\"flowId\":\"quick\",\"cause\":\"0a1b2c3d4e5f\"},\"dryRun\":true}"));
		seeds.add(json("POST", "/api/webhooks/fuzz/quick/nothing", "{}"));
		return seeds;
	}

	private static Seed json(String method, String path, String body) {
		return new Seed(method, path, "application/json", body);
	}

	private static String flow() {
		return """
				namespace: fuzz
				id: seed
				tasks:
				  - {id: rest, type: shell, command: "sleep 3600", environment: {TOKEN: %s}}
				triggers:
				  - {id: nightly, type: schedule, cron: "0 2 * * *"}
				""".formatted(SECRET);
	}

}
