package io.windhover.system;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
		return WindhoverProcess.start(Files.createDirectory(this.directory.resolve(name)), Stream
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
			this.created.add(api.create("rolled", "charge", "{}", "").get("id").asString());
		}
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
		assertThat(instance
			.send(WindhoverProcess.request(instance.management("/worker"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"state\": \"%s\"}".formatted(state))))
			.statusCode()).isEqualTo(202);
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
	}

}
