package io.windhover.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.conformance.ConformanceFlows.Started;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each file of {@code conformance/} is a flow and what it must come to. All of them run
 * at once in one process.
 */
class ConformanceIT {

	private static final Duration SHORT = Duration.ofSeconds(5);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	static Path directory;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static WindhoverProcess windhover;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static ConformanceFlows flows;

	private static List<Started> started = List.of();

	/** By when all must have ended. */
	private static Instant deadline = Instant.MAX;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static PlantedSecrets secrets;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static String usesSecrets;

	@BeforeAll
	static void startAll() throws IOException {
		secrets = PlantedSecrets.plant(directory.resolve("secrets"));
		windhover = WindhoverProcess.start(directory, secrets.setting()).awaitReady();
		flows = new ConformanceFlows(windhover);
		flows.store();
		started = flows.start();
		usesSecrets = secrets.start(windhover);
		deadline = Instant.now().plus(Duration.ofMinutes(3));
		actAll();
	}

	/** Kills and resumes, without waiting for the turn of each. */
	private static void actAll() {
		List<Started> acting = new ArrayList<>(started);
		acting.removeIf((each) -> each.expected().kill() == null && each.expected().resume() == null);
		Awaitility.await("kills and resumptions")
			.atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> {
				acting.removeIf(flows::hasEnded);
				return acting.isEmpty();
			});
	}

	@Test
	void secretsAreInNoTopicStoreLogOrAnswer() {
		JsonNode ended = Awaitility.await("secrets")
			.atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> windhover.get(windhover.api("/api/executions/" + usesSecrets)), (each) -> each.has("endedAt"));
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("WARNING");
		assertThat(outputs(ended, "given").get("value").asString()).isEqualTo("******");
		assertThat(outputs(ended, "each[0].print").get("stdout").asString()).contains("******");
		assertThat(ConformanceFlows.run(ended, "each[0].branch.masked").get("state").asString()).isEqualTo("SUCCESS");
		assertThat(error(ended, "each[0].form")).startsWith("form.field must be text");
		assertThat(error(ended, "each[0].parts")).startsWith("multipart[0].contentType is not a media type");
		assertThat(error(ended, "each[0].check")).contains("'******', neither true nor false", "****** is wrong");
		assertThat(error(ended, "each[0].notify")).startsWith("cannot connect to http://127.0.0.1:1: ");
		assertThat(error(ended, "each[0].mail")).startsWith("cannot connect to 127.0.0.1:1: ");
		assertThat(error(ended, "none")).contains("there is no secret 'NOT_PLANTED'");
		secrets.assertNowhere(windhover, usesSecrets, directory.resolve("data"));
	}

	private static JsonNode outputs(JsonNode execution, String path) {
		return ConformanceFlows.run(execution, path).get("outputs");
	}

	private static String error(JsonNode ended, String path) {
		return ConformanceFlows.run(ended, path).get("error").asString();
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	static Stream<Started> flows() {
		return started.stream();
	}

	@ParameterizedTest
	@MethodSource("flows")
	void comesToItsEnd(Started flow) {
		Duration left = Duration.between(Instant.now(), deadline);
		Awaitility.await(flow.name())
			.atMost((left.compareTo(SHORT) > 0) ? left : SHORT)
			.pollInterval(Duration.ofMillis(100))
			.pollDelay(Duration.ZERO)
			.until(() -> flows.hasEnded(flow));
		// its task runs may be read an instant later
		Awaitility.await(flow.name()).atMost(SHORT).untilAsserted(() -> {
			flows.assertEnd(flow);
			flows.assertAttempts(flow);
		});
	}

}
