package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The upgrade and the downgrade of src/docs/data.md: two instances are rolled to a newer
 * version and one of them back, each on its own data, while executions run.
 */
class UpgradeIT {

	private static final int BATCH = 8;

	private static final String RETENTION = "--windhover.topics.retention=30s";

	@TempDir
	Path directory;

	private final List<String> created = new ArrayList<>();

	@Test
	void instancesAreRolledToANewerVersionAndBackAndEachTaskRunsOnce() throws IOException {
		List<String> current = PackagedApplication.quick();
		List<String> newer = NewerApplication.make(this.directory.resolve("newer"));
		try (WindhoverProcess first = start("first").awaitReady();
				WindhoverProcess second = start("second", "--windhover.roles=executor,worker",
						"--spring.kafka.bootstrap-servers=127.0.0.1:" + first.brokerPort())
					.awaitReady()) {
			putFlow(first);
			String version = version(first, "first");
			roll(second, newer, first);
			assertThat(version(first, "second")).isEqualTo(NewerApplication.VERSION).isNotEqualTo(version);
			assertThat(version(first, "first")).isEqualTo(version);

			roll(first, newer, first);
			assertThat(version(first, "first")).isEqualTo(NewerApplication.VERSION);
			assertThat(first.committed("windhover-executions"))
				.anyMatch((record) -> record.value().contains("\"newer"));

			roll(first, current, first);
			assertThat(version(first, "first")).isEqualTo(version);
			assertThat(version(first, "second")).isEqualTo(NewerApplication.VERSION);
			create(first);
			await("the end of all executions").untilAsserted(() -> assertThat(states(first)).containsOnly("SUCCESS"));
			assertThat(charged()).containsExactlyInAnyOrderElementsOf(this.created);
			assertThat(first.committed("windhover-dead-letters")).isEmpty();
		}
	}

	/**
	 * Kafka delivers a job twice at most here, and the executor dispatches again what
	 * nobody took for 15 s, half of the retention.
	 */
	@Test
	void olderVersionWaitsAtRecordsOfANewerOneThatTakesOverAndNothingIsLost() throws IOException {
		List<String> launcher = NewerApplication.makeWithNewerSchema(this.directory.resolve("upgrade"));
		try (WindhoverProcess older = start("older", RETENTION,
				"--windhover.broker.properties[group.share.delivery.count.limit]=2")
			.awaitReady()) {
			putFlow(older);
			create(older);
			try (WindhoverProcess newer = start(launcher, "newer", RETENTION, "--windhover.roles=executor,worker",
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + older.brokerPort())
				.awaitReady()) {
				post(older, "draining");
				create(older);
				assertStops(older);
				awaitEnds(older);
				giveBackToTheLimit(older, newer);
				create(older);
				post(newer, "running");
				awaitEnds(older);
				assertThat(skippedHeartbeats(older)).isPositive();
			}
			assertThat(older.stop()).isEqualTo(143);
			older.restart(launcher).awaitReady();
			await("what the older indexer left").untilAsserted(() -> assertThat(states(older)).containsOnly("SUCCESS"));
			assertThat(charged()).containsExactlyInAnyOrderElementsOf(this.created);
			assertThat(older.committed("windhover-dead-letters")).isEmpty();
		}
	}

	private static void assertStops(WindhoverProcess older) {
		await("the record of a newer version").untilAsserted(() -> assertThat(health(older, ""))
			.containsPattern("The record of windhover-task-results-\\d at offset \\d+ has schema version 5,"
					+ " and this process understands up to 4"));
		assertThat(status(older, "/readiness")).isEqualTo(503);
		assertThat(status(older, "/liveness")).isEqualTo(200);
	}

	/**
	 * The older worker alone gets a job that it cannot read, as often as Kafka delivers
	 * it; then the newer worker comes back, and gets it from the executor.
	 */
	private void giveBackToTheLimit(WindhoverProcess older, WindhoverProcess newer) {
		post(newer, "draining");
		await("the end of what runs").until(() -> worker(newer).equals("drained"));
		long before = givenBack(older);
		post(older, "running");
		String id = createOne(older);
		await("the first delivery").until(() -> givenBack(older) == before + 1);
		assertThat(health(older, "/worker")).containsPattern("\"stopped\":\"The record of windhover-task-jobs-");
		post(older, "running");
		await("the last delivery").until(() -> givenBack(older) == before + 2);
		await("another dispatch").until(() -> of(id, values(older, "task-jobs")).size() > 1);
		post(newer, "running");
		awaitEnds(older);
		assertThat(of(id, values(older, "task-results")))
			.noneMatch((result) -> result.get("result").asString().equals("returned"));
	}

	private void awaitEnds(WindhoverProcess broker) {
		await("the end of all executions").untilAsserted(() -> assertThat(values(broker, "executions"))
			.filteredOn((document) -> document.get("state").asString().equals("SUCCESS"))
			.extracting((document) -> document.get("id").asString())
			.containsExactlyInAnyOrderElementsOf(this.created));
	}

	private static List<JsonNode> values(WindhoverProcess broker, String topic) {
		return broker.committed("windhover-" + topic)
			.stream()
			.map((message) -> Json.mapper().readTree(message.value()))
			.toList();
	}

	private static List<JsonNode> of(String execution, List<JsonNode> values) {
		return values.stream().filter((value) -> value.get("executionId").asString().equals(execution)).toList();
	}

	private static long givenBack(WindhoverProcess worker) {
		return worker.logText().lines().filter((line) -> line.contains("This worker takes no more jobs")).count();
	}

	private static double skippedHeartbeats(WindhoverProcess older) {
		return older.get(older.management("/metrics/topic.newer.skipped?tag=topic:instances"))
			.at("/measurements/0/value")
			.asDouble();
	}

	private static String health(WindhoverProcess instance, String part) {
		return instance.send(WindhoverProcess.request(instance.management("/health" + part)).GET()).body();
	}

	private static int status(WindhoverProcess instance, String group) {
		return instance.send(WindhoverProcess.request(instance.management("/health" + group)).GET()).statusCode();
	}

	/**
	 * Stops an instance in the order that is documented, while executions wait and run.
	 */
	private void roll(WindhoverProcess instance, List<String> launcher, WindhoverProcess api) {
		create(api);
		post(instance, "draining");
		await("the end of what runs").until(() -> worker(instance).equals("drained"));
		create(api);
		assertThat(instance.stop()).isEqualTo(143);
		instance.restart(launcher).awaitReady();
		assertThat(worker(instance)).isEqualTo("drained");
		post(instance, "running");
		await("that it works again").until(() -> worker(instance).equals("running"));
		await("both instances").until(() -> api.get(api.management("/cluster")).at("/totals/live").asInt() == 2);
	}

	private WindhoverProcess start(String name, String... settings) throws IOException {
		return start(PackagedApplication.quick(), name, settings);
	}

	private WindhoverProcess start(List<String> launcher, String name, String... settings) throws IOException {
		return WindhoverProcess.start(launcher, Files.createDirectory(this.directory.resolve(name)), Stream
			.of(Stream.of("--windhover.instance-id=" + name, "--windhover.cluster.max-age=0s"), Stream.of(settings))
			.flatMap((each) -> each)
			.toArray(String[]::new));
	}

	private void putFlow(WindhoverProcess api) {
		api.put("rolled", "charge", """
				namespace: rolled
				id: charge
				tasks:
				  - {id: charge, type: shell, command: "echo {{ execution.id }} >> %s; sleep 0.5"}
				  - {id: after, type: log, message: charged}
				""".formatted(this.directory.resolve("charged")));
	}

	private void create(WindhoverProcess api) {
		for (int i = 0; i < BATCH; i++) {
			createOne(api);
		}
	}

	private String createOne(WindhoverProcess api) {
		String id = api.create("rolled", "charge", "{}", "").get("id").asString();
		this.created.add(id);
		return id;
	}

	private List<String> states(WindhoverProcess api) {
		JsonNode list = api.get(api.api("/api/executions?namespace=rolled&size=1000"));
		assertThat(list.get("total").asInt()).isEqualTo(this.created.size());
		return list.get("items").valueStream().map((each) -> each.get("state").asString()).toList();
	}

	private List<String> charged() throws IOException {
		return Files.readAllLines(this.directory.resolve("charged"));
	}

	private static String version(WindhoverProcess api, String instance) {
		return api.get(api.management("/cluster?instance=" + instance)).at("/instances/0/version").asString();
	}

	private static String worker(WindhoverProcess instance) {
		return instance.get(instance.management("/worker")).get("state").asString();
	}

	private static void post(WindhoverProcess instance, String state) {
		assertThat(instance.post(instance.management("/worker"), "{\"state\": \"%s\"}".formatted(state)).statusCode())
			.isEqualTo(202);
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
	}

}
