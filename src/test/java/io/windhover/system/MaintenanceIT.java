package io.windhover.system;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster of two processes that is switched to maintenance, killed, and switched back.
 */
class MaintenanceIT {

	private static final String[] SETTINGS = { "--windhover.topics.heartbeat-interval=500ms",
			"--windhover.cluster.refresh-after=0s", "--windhover.cluster.max-age=0s" };

	@TempDir
	Path directory;

	@Test
	void nothingBeginsUntilItEndsWhateverIsKilled() throws Exception {
		Path flag = this.directory.resolve("flag");
		try (WindhoverProcess first = start("first").awaitReady();
				WindhoverProcess second = start("second", "--windhover.roles=worker",
						"--spring.kafka.bootstrap-servers=127.0.0.1:" + first.brokerPort())
					.awaitReady()) {
			first.put("demo", "ticks", """
					namespace: demo
					id: ticks
					tasks:
					  - {id: say, type: log, message: tick}
					triggers:
					  - {id: often, type: schedule, cron: "* * * * * *", recoverMissed: last}
					""");
			first.put("demo", "waits", """
					namespace: demo
					id: waits
					tasks:
					  - {id: wait, type: shell, command: "while [ ! -f %s ]; do sleep 0.1; done"}
					""".formatted(flag));
			await("it ticks").until(() -> executions(first) > 1);
			String running = first.create("demo", "waits", "{}", "").get("id").asString();
			await("it runs").until(() -> !cluster(first).get("running").isEmpty());
			String runner = cluster(first).get("running").propertyNames().iterator().next();
			JsonNode busy = member(first, runner);
			assertThat(busy.get("safeToStop").asBoolean(true)).as("%s", busy).isFalse();
			assertThat(kinds(busy)).contains("running");
			assertThat(kinds(member(second, "first"))).contains("only-of-role");

			assertThat(post(second, "/worker", "{\"state\": \"draining\"}").statusCode()).isEqualTo(202);
			HttpResponse<String> begun = post(second, "/cluster",
					"{\"state\": \"maintenance\", \"reason\": \"new disks\"}");
			assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
			for (WindhoverProcess node : List.of(first, second)) {
				await("all know").untilAsserted(() -> {
					JsonNode cluster = cluster(node);
					assertThat(cluster.at("/maintenance/reason").asString()).isEqualTo("new disks");
					assertThat(cluster.get("unheard")).isEmpty();
				});
			}
			assertThat(cluster(first).get("quiescent").asBoolean(true)).isFalse();
			assertThat(cluster(first).at("/running/" + runner).asInt()).isPositive();
			Files.createFile(flag);
			await("quiescent").until(() -> cluster(first).get("quiescent").asBoolean(false));
			await("ended").until(() -> first.state(running), "SUCCESS"::equals);

			// what somebody starts is accepted, and waits for a worker
			String waiting = first.create("demo", "waits", "{}", "").get("id").asString();
			int before = executions(first);
			first.kill();
			second.kill();
			first.restart();
			second.restart();
			first.awaitReady();
			second.awaitReady();
			for (WindhoverProcess node : List.of(first, second)) {
				await("quiescent again").until(() -> cluster(node).get("quiescent").asBoolean(false));
			}
			JsonNode health = first.get(first.management("/health/maintenance"));
			assertThat(health.at("/details/on").asBoolean()).isTrue();
			assertThat(health.at("/details/reason").asString()).isEqualTo("new disks");
			String ticked = lastTick(first);
			await("the scheduler has looked some times")
				.until(() -> Duration.between(Instant.parse(ticked), Instant.parse(lastTick(first))).toSeconds() >= 3);
			assertThat(executions(first)).isEqualTo(before);
			assertThat(first.state(waiting)).isNotEqualTo("SUCCESS");
			assertThat(first.text(first.management("/prometheus"))).containsPattern("cluster_maintenance [1-9]");

			assertThat(post(first, "/cluster", "{\"state\": \"running\"}").statusCode()).isEqualTo(202);
			await("work goes on").until(() -> first.state(waiting), "SUCCESS"::equals);
			await("it ticks again").until(() -> executions(first) > before + 1);
			await("first takes jobs").until(() -> state(first, "first").equals("running"));
			assertThat(state(first, "second")).isEqualTo("drained");
			assertThat(cluster(first).has("maintenance")).isFalse();
		}
	}

	private static int executions(WindhoverProcess node) {
		return node.get(node.api("/api/executions?namespace=demo&flowId=ticks&size=1")).path("total").asInt();
	}

	private static String lastTick(WindhoverProcess node) {
		return node.get(node.management("/health/scheduler")).at("/details/lastTick").asString();
	}

	private static JsonNode cluster(WindhoverProcess node) {
		return node.get(node.management("/cluster"));
	}

	private static JsonNode member(WindhoverProcess node, String id) {
		return node.get(node.management("/cluster?instance=" + id)).at("/instances/0");
	}

	private static String state(WindhoverProcess node, String id) {
		return member(node, id).path("workerState").asString("");
	}

	private static List<String> kinds(JsonNode member) {
		return member.get("reasons").valueStream().map((reason) -> reason.get("kind").asString()).toList();
	}

	private static HttpResponse<String> post(WindhoverProcess node, String path, String body) {
		return node.post(node.management(path), body);
	}

	private WindhoverProcess start(String name, String... settings) throws Exception {
		Path own = Files.createDirectory(this.directory.resolve(name));
		return WindhoverProcess.start(own,
				Stream.of(new String[] { "--windhover.instance-id=" + name }, SETTINGS, settings)
					.flatMap(Stream::of)
					.toArray(String[]::new));
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(3));
	}

}
