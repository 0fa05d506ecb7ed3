package io.windhover.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The flows of {@code conformance/} in a process: stored, started, killed and resumed as
 * they say, and compared with what they must come to.
 */
final class ConformanceFlows {

	/** The worker groups that flows name, as an argument. */
	static final String GROUPS = "--windhover.worker.groups=default,gpu";

	private static final Path CASES = Path.of("src/test/resources/conformance");

	private static final String NAMESPACE = "conformance";

	private final Map<String, Conformance> expected = read();

	/** Those that need a program that this machine does not have. */
	private final Map<String, Conformance> missing = new TreeMap<>(this.expected);

	private final WindhoverProcess windhover;

	private final ConformanceServers servers;

	ConformanceFlows(WindhoverProcess windhover, ConformanceServers servers) {
		this.windhover = windhover;
		this.servers = servers;
		this.missing.values().removeIf((each) -> each.missing() == null);
		this.missing.forEach((name, each) -> System.out.printf("%s: %s%n", name, each.missing()));
		this.expected.keySet().removeAll(this.missing.keySet());
	}

	void store() {
		this.expected.forEach((name, each) -> {
			Map<String, Object> flow = new LinkedHashMap<>(Objects.requireNonNull(each.flow()));
			flow.put("namespace", NAMESPACE);
			flow.put("id", name);
			this.windhover.put(NAMESPACE, name, Json.mapper().writeValueAsString(flow));
		});
	}

	/** Starts an execution of each. */
	List<Started> start() {
		return this.expected.entrySet()
			.stream()
			.map((flow) -> new Started(flow.getKey(), flow.getValue(),
					create(flow.getKey(), flow.getValue()).get("id").asString()))
			.toList();
	}

	/** Those that cannot be started on this machine, without an id. */
	List<Started> missing() {
		return this.missing.entrySet().stream().map((flow) -> new Started(flow.getKey(), flow.getValue(), "")).toList();
	}

	private JsonNode create(String id, Conformance conformance) {
		return (conformance.files() != null) ? this.windhover.upload(NAMESPACE, id, conformance.files())
				: this.windhover.create(NAMESPACE, id, body(conformance), "");
	}

	private String body(Conformance conformance) {
		return Json.mapper().writeValueAsString(Map.of("inputs", conformance.inputs(this.servers)));
	}

	private JsonNode execution(String id) {
		return this.windhover.get(this.windhover.api("/api/executions/" + id));
	}

	/** Whether it has ended; kills or resumes it where its time has come. */
	boolean hasEnded(Started started) {
		String id = started.id();
		Conformance expected = started.expected();
		HttpResponse<String> answer = this.windhover
			.send(WindhoverProcess.request(this.windhover.api("/api/executions/" + id)).GET());
		if (answer.statusCode() == 503) {
			return false; // its owner or the repository does not know yet
		}
		JsonNode execution = Json.mapper().readTree(answer.body());
		if (execution.has("endedAt")) {
			return true;
		}
		Map<String, String> states = states(execution);
		boolean kills = expected.killWhen()
			.entrySet()
			.stream()
			.anyMatch((when) -> when.getValue().equals(states.get(when.getKey())));
		if (kills && !execution.get("killRequested").asBoolean()) {
			this.windhover.send(WindhoverProcess.request(this.windhover.api("/api/executions/" + id + "/kill"))
				.POST(BodyPublishers.noBody()));
		}
		if (expected.resume() != null) {
			// it is refused until the pause has begun
			this.windhover.post(this.windhover.api("/api/executions/" + id + "/resume"),
					"{\"path\": \"%s\"}".formatted(expected.resume()));
		}
		return false;
	}

	/**
	 * Restarts or replays one that has ended, where its case has another after it.
	 * @return null where there is none
	 */
	@Nullable Started takeUp(Started ended) {
		Conformance then = ended.expected().then();
		if (then == null) {
			return null;
		}
		String action = (then.from() != null) ? "/replay" : "/restart";
		String body = (then.from() != null) ? Json.mapper().writeValueAsString(Map.of("from", then.from())) : "";
		HttpResponse<String> answer = Awaitility.await(ended.name())
			.atMost(Duration.ofMinutes(2))
			// until the repository has all documents
			.until(() -> this.windhover
				.send(WindhoverProcess.request(this.windhover.api("/api/executions/" + ended.id() + action))
					.header("Content-Type", "application/json")
					.header("Idempotency-Key", ended.id())
					.POST(BodyPublishers.ofString(body))), (each) -> each.statusCode() != 503);
		assertThat(answer.statusCode()).as(answer.body()).isIn(201, 200);
		return new Started(ended.name(), then, Json.mapper().readTree(answer.body()).get("id").asString());
	}

	/** Whether it is to be killed and the engine has not heard of it yet. */
	boolean awaitsKill(Started started) {
		return started.expected().kill() != null && !execution(started.id()).get("killRequested").asBoolean();
	}

	void assertEnd(Started started) {
		Conformance expected = started.expected();
		JsonNode execution = execution(started.id());
		assertThat(execution.get("state").asString()).as("%s", execution).isEqualTo(expected.state());
		assertThat(states(execution)).as("%s", execution).isEqualTo(new TreeMap<>(expected.runs()));
		assertThat(kept(execution)).as("%s", execution).containsExactlyInAnyOrderElementsOf(expected.expectedKept());
		if (expected.error() != null) {
			assertThat(execution.get("error").asString()).isEqualTo(expected.error());
		}
		assertThat(execution.path("outputs")).as("%s", execution)
			.isEqualTo((expected.gives() != null) ? Json.mapper().valueToTree(expected.gives())
					: MissingNode.getInstance());
		expected.expectedOutputs()
			.forEach((path, outputs) -> assertThat(run(execution, path).get("outputs")).as(path)
				.isEqualTo(Json.mapper().valueToTree(outputs)));
	}

	/** Where no attempt was lost, there are as many as the flow asks for. */
	void assertAttempts(Started started) {
		JsonNode execution = execution(started.id());
		started.expected()
			.expectedAttempts()
			.forEach((path, attempts) -> assertThat(run(execution, path).get("attempts")).as(path).hasSize(attempts));
	}

	/** All that there are, by name. */
	static Map<String, Conformance> read() {
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

	static JsonNode run(JsonNode execution, String path) {
		return execution.get("taskRuns")
			.valueStream()
			.filter((run) -> run.get("path").asString().equals(path))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> kept(JsonNode execution) {
		return execution.get("taskRuns")
			.valueStream()
			.filter((run) -> run.path("kept").asBoolean(false))
			.map((run) -> run.get("path").asString())
			.toList();
	}

	private static Map<String, String> states(JsonNode execution) {
		Map<String, String> states = new TreeMap<>();
		execution.get("taskRuns").forEach((run) -> states.put(run.get("path").asString(), run.get("state").asString()));
		return states;
	}

	/**
	 * An execution of one of the flows.
	 */
	record Started(String name, Conformance expected, String id) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
