package io.windhover.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.windhover.execution.json.Json;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code concurrency} of flows in two processes that share their partitions, one of
 * which is killed.
 */
@Tag("long")
class ConcurrencyIT {

	private static final int LIMIT = 3;

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void noMoreThanTheLimitRunInTheClusterWhicheverProcessIsKilled() throws IOException {
		try (WindhoverProcess first = start("first");
				WindhoverProcess second = start("second", "--windhover.roles=executor,scheduler,worker,api",
						"--spring.kafka.bootstrap-servers=127.0.0.1:" + first.brokerPort())) {
			put(first, "queue", LIMIT, "PT0.3S");
			put(first, "cancel", 1, "PT2S");
			put(first, "fail", 1, "PT2S");
			List<WindhoverProcess> both = List.of(first, second);
			List<String> cancelled = create(both, "cancel", 6);
			List<String> failed = create(both, "fail", 6);
			List<String> queued = create(both, "queue", 24);
			await("some have ended", () -> ended(first, queued).size() >= 6);
			assertThat(waiting(both)).isPositive();
			second.kill();
			for (List<String> all : List.of(queued, cancelled, failed)) {
				await("all have ended", () -> ended(first, all).size() == all.size());
			}
			assertQueued(first, queued);
			assertRefused(ended(first, cancelled), "KILLED", "cancel");
			assertRefused(ended(first, failed), "FAILED", "fail");
			await("no slot is taken", () -> running(List.of(first)) == 0 && waiting(List.of(first)) == 0);
		}
	}

	private static void assertQueued(WindhoverProcess windhover, List<String> ids) {
		List<JsonNode> ends = ended(windhover, ids);
		assertThat(ends).allSatisfy((end) -> assertThat(end.get("state").asString()).isEqualTo("SUCCESS"));
		assertThat(mostAtOnce(ends)).isEqualTo(LIMIT);
		assertThat(documents(windhover, ids))
			.filteredOn((document) -> document.get("state").asString().equals("QUEUED"))
			.hasSize(ids.size())
			.allSatisfy((document) -> assertThat(document.get("waitsFor").asString()).startsWith("a slot"));
	}

	private static void assertRefused(List<JsonNode> ends, String state, String behavior) {
		assertThat(mostAtOnce(ends)).isEqualTo(1);
		List<JsonNode> refused = ends.stream().filter((end) -> !end.has("startedAt")).toList();
		assertThat(refused).isNotEmpty().allSatisfy((end) -> {
			assertThat(end.get("state").asString()).isEqualTo(state);
			assertThat(end.get("error").asString()).endsWith("'behavior' is '" + behavior + "'");
		});
	}

	/** How many of these ran at one instant. */
	private static int mostAtOnce(List<JsonNode> ends) {
		List<Map.Entry<Instant, Integer>> changes = new ArrayList<>();
		ends.stream().filter((end) -> end.has("startedAt")).forEach((end) -> {
			changes.add(Map.entry(Instant.parse(end.get("startedAt").asString()), 1));
			changes.add(Map.entry(Instant.parse(end.get("endedAt").asString()), -1));
		});
		changes.sort(Map.Entry.<Instant, Integer>comparingByKey().thenComparing(Map.Entry.comparingByValue()));
		int running = 0;
		int most = 0;
		for (Map.Entry<Instant, Integer> change : changes) {
			running += change.getValue();
			most = Math.max(most, running);
		}
		return most;
	}

	private WindhoverProcess start(String name, String... settings) throws IOException {
		Path own = Files.createDirectory(this.directory.resolve(name));
		List<String> all = new ArrayList<>(List.of(settings));
		all.add("--windhover.instance-id=" + name);
		all.add("--windhover.topics.heartbeat-interval=500ms");
		return WindhoverProcess.start(own, all.toArray(String[]::new)).awaitReady();
	}

	private static void put(WindhoverProcess windhover, String behavior, int limit, String duration) {
		windhover.put("limited", behavior, """
				namespace: limited
				id: %1$s
				concurrency: {limit: %2$d, behavior: %1$s}
				tasks: [{id: rest, type: sleep, duration: %3$s}]
				""".formatted(behavior, limit, duration));
	}

	private static List<String> create(List<WindhoverProcess> processes, String flow, int count) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			WindhoverProcess process = processes.get(i % processes.size());
			ids.add(process.create("limited", flow, "{}", "").get("id").asString());
		}
		return ids;
	}

	/** The last documents of those that have ended. */
	private static List<JsonNode> ended(WindhoverProcess windhover, List<String> ids) {
		Map<String, JsonNode> ends = new HashMap<>();
		documents(windhover, ids).stream()
			.filter((document) -> document.has("endedAt"))
			.forEach((document) -> assertThat(ends.put(document.get("id").asString(), document)).isNull());
		return List.copyOf(ends.values());
	}

	private static List<JsonNode> documents(WindhoverProcess windhover, List<String> ids) {
		return windhover.committed("windhover-executions")
			.stream()
			.map((message) -> Json.mapper().readTree(message.value()))
			.filter((document) -> ids.contains(document.get("id").asString()))
			.sorted(Comparator.comparing((JsonNode document) -> document.get("version").asLong()))
			.toList();
	}

	private static int waiting(List<WindhoverProcess> processes) {
		return sum(processes, "waiting");
	}

	private static int running(List<WindhoverProcess> processes) {
		return sum(processes, "running");
	}

	private static int sum(List<WindhoverProcess> processes, String field) {
		return processes.stream().mapToInt((process) -> {
			JsonNode flows = process.get(process.management("/scheduler?namespace=limited")).get("concurrency");
			return flows.valueStream().mapToInt((flow) -> flow.get(field).asInt()).sum();
		}).sum();
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(200))
			.pollDelay(Duration.ZERO)
			.until(condition);
	}

}
