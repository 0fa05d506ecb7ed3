package io.windhover.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.windhover.system.WindhoverProcess;
import io.windhover.topic.Json;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each file of {@code conformance/} is a flow and what it must come to. All of them run
 * at once in one process.
 */
class ConformanceIT {

	private static final Path CASES = Path.of("src/test/resources/conformance");

	private static final String NAMESPACE = "conformance";

	private static final Duration SHORT = Duration.ofSeconds(5);

	private static final Map<String, Conformance> EXPECTED = expected();

	private static final Map<String, String> IDS = new HashMap<>();

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	static Path directory;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static WindhoverProcess windhover;

	/** By when all must have ended. */
	private static Instant deadline = Instant.MAX;

	@BeforeAll
	static void startAll() {
		windhover = WindhoverProcess.start(directory).awaitReady();
		EXPECTED.forEach((name, each) -> {
			Map<String, Object> flow = new LinkedHashMap<>(each.flow());
			flow.put("namespace", NAMESPACE);
			flow.put("id", name);
			windhover.put(NAMESPACE, name, Json.mapper().writeValueAsString(flow));
		});
		EXPECTED.keySet()
			.forEach((name) -> IDS.put(name, windhover.create(NAMESPACE, name, "{}", "").get("id").asString()));
		deadline = Instant.now().plus(Duration.ofMinutes(3));
		actAll();
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	static Stream<String> names() {
		return EXPECTED.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("names")
	void comesToItsEnd(String name) {
		Conformance expected = Objects.requireNonNull(EXPECTED.get(name));
		Duration left = Duration.between(Instant.now(), deadline);
		Awaitility.await(name)
			.atMost((left.compareTo(SHORT) > 0) ? left : SHORT)
			.pollInterval(Duration.ofMillis(100))
			.pollDelay(Duration.ZERO)
			.until(() -> hasEnded(expected, execution(name)));
		// its task runs may be read an instant later
		Awaitility.await(name).atMost(SHORT).untilAsserted(() -> assertEnd(expected, execution(name)));
	}

	private static JsonNode execution(String name) {
		return windhover.get(windhover.api("/api/executions/" + IDS.get(name)));
	}

	private static boolean hasEnded(Conformance expected, JsonNode execution) {
		if (!execution.has("endedAt")) {
			act(expected, execution);
			return false;
		}
		return true;
	}

	/** Kills and resumes, without waiting for the turn of each. */
	private static void actAll() {
		Map<String, Conformance> acting = new TreeMap<>(EXPECTED);
		acting.values().removeIf((each) -> each.kill() == null && each.resume() == null);
		Awaitility.await("kills and resumptions")
			.atMost(Duration.ofSeconds(25))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> {
				acting.entrySet().removeIf((each) -> hasEnded(each.getValue(), execution(each.getKey())));
				return acting.isEmpty();
			});
	}

	private static void act(Conformance expected, JsonNode execution) {
		String id = execution.get("id").asString();
		Map<String, String> states = states(execution);
		boolean kills = expected.killWhen()
			.entrySet()
			.stream()
			.anyMatch((when) -> when.getValue().equals(states.get(when.getKey())));
		if (kills && !execution.get("killRequested").asBoolean()) {
			windhover.send(WindhoverProcess.request(windhover.api("/api/executions/" + id + "/kill"))
				.POST(BodyPublishers.noBody()));
		}
		if (expected.resume() != null) {
			// it is refused until the pause has begun
			windhover.send(WindhoverProcess.request(windhover.api("/api/executions/" + id + "/resume"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"path\": \"%s\"}".formatted(expected.resume()))));
		}
	}

	private static void assertEnd(Conformance expected, JsonNode execution) {
		assertThat(execution.get("state").asString()).as("%s", execution).isEqualTo(expected.state());
		assertThat(states(execution)).isEqualTo(new TreeMap<>(expected.runs()));
		if (expected.error() != null) {
			assertThat(execution.get("error").asString()).isEqualTo(expected.error());
		}
		expected.expectedOutputs()
			.forEach((path, outputs) -> assertThat(run(execution, path).get("outputs")).as(path)
				.isEqualTo(Json.mapper().valueToTree(outputs)));
		expected.expectedAttempts()
			.forEach((path, attempts) -> assertThat(run(execution, path).get("attempts")).as(path).hasSize(attempts));
	}

	private static JsonNode run(JsonNode execution, String path) {
		return execution.get("taskRuns")
			.valueStream()
			.filter((run) -> path(execution, run).equals(path))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, String> states(JsonNode execution) {
		Map<String, String> states = new TreeMap<>();
		execution.get("taskRuns").forEach((run) -> states.put(path(execution, run), run.get("state").asString()));
		return states;
	}

	private static String path(JsonNode execution, JsonNode run) {
		return run.get("id").asString().substring(execution.get("id").asString().length() + 1);
	}

	private static Map<String, Conformance> expected() {
		try (Stream<Path> files = Files.list(CASES)) {
			Map<String, Conformance> expected = new TreeMap<>();
			for (Path file : files.toList()) {
				String name = file.getFileName().toString().replace(".yaml", "");
				expected.put(name,
						Json.mapper().convertValue(new Yaml().load(Files.readString(file)), Conformance.class));
			}
			return expected;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
