package io.windhover.system;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes of one cluster: each answers for both, whatever becomes of the other.
 */
class ClusterIT {

	private static final String[] SETTINGS = { "--windhover.topics.heartbeat-interval=500ms",
			"--windhover.cluster.refresh-after=0s", "--windhover.cluster.max-age=0s" };

	@TempDir
	Path directory;

	@Test
	void anyNodeAnswersForTheCluster() throws Exception {
		try (WindhoverProcess first = start("first").awaitReady();
				WindhoverProcess second = start("second", "--windhover.roles=worker,api", "--windhover.worker.slots=7",
						"--spring.kafka.bootstrap-servers=127.0.0.1:" + first.brokerPort())
					.awaitReady()) {
			for (WindhoverProcess node : List.of(first, second)) {
				await("both live").untilAsserted(() -> {
					JsonNode cluster = cluster(node);
					assertThat(cluster.at("/totals/live").asInt()).isEqualTo(2);
					assertThat(cluster.get("unreachable")).isEmpty();
					assertThat(cluster.get("instances")).allSatisfy((instance) -> {
						assertThat(instance.at("/summary/status").asString()).isEqualTo("UP");
						assertThat(instance.at("/summary/components/kafka").asString()).isEqualTo("UP");
						assertThat(instance.at("/summary/commit").asString()).isNotEmpty();
					});
				});
				assertThat(member(node, "second").at("/slots/max").asInt()).isEqualTo(7);
				assertThat(cluster(node).at("/totals/roles").toString())
					.isEqualTo("{\"api\":2,\"executor\":1,\"indexer\":1,\"scheduler\":1,\"worker\":2}");
			}
			withoutAnIndexerTheOtherIsNamedAndAKillArrives(first, second);
			String life = member(first, "second").get("incarnation").asString();

			second.kill();
			// asked over a connection that is about to break, it answers something else
			await("unreachable").until(() -> unreachable(first).equals("second: no-connection"));
			await("silent").until(() -> member(first, "second").get("state").asString().equals("silent"));
			await("first live").until(() -> member(first, "first").get("state").asString().equals("live"));

			second.restart().awaitReady();
			await("live again").until(() -> member(first, "second").get("state").asString().equals("live"));
			assertThat(member(first, "second").get("incarnation").asString()).isGreaterThan(life);

			first.kill();
			await("deaf").until(() -> cluster(second).at("/hearing/state").asString().equals("deaf"));
			await("unreachable").until(() -> unreachable(second).equals("first: no-connection"));
			assertThat(cluster(second).at("/totals/silent").asInt()).isZero();
			assertThat(member(second, "second").at("/summary/status").isString()).isTrue();
		}
	}

	private static void withoutAnIndexerTheOtherIsNamedAndAKillArrives(WindhoverProcess first,
			WindhoverProcess second) {
		HttpResponse<String> list = second.send(WindhoverProcess.request(second.api("/api/executions")).GET());
		assertThat(list.statusCode()).isEqualTo(503);
		assertThat(list.body()).contains("first (management port: " + first.management("") + ")");
		assertThat(second.logText()).contains("cannot list executions");
		first.put("demo", "sleeps", """
				namespace: demo
				id: sleeps
				tasks:
				  - id: sleep
				    type: sleep
				    duration: PT10M
				""");
		String id = first.create("demo", "sleeps", "{}", "").get("id").asString();
		HttpResponse<String> kill = second.send(WindhoverProcess.request(second.api("/api/executions/" + id + "/kill"))
			.POST(HttpRequest.BodyPublishers.noBody()));
		assertThat(kill.statusCode()).isEqualTo(202);
		await("killed").until(() -> first.state(id), "KILLED"::equals);
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

	private static JsonNode cluster(WindhoverProcess node) {
		return node.get(node.management("/cluster"));
	}

	private static JsonNode member(WindhoverProcess node, String id) {
		return node.get(node.management("/cluster?instance=" + id)).at("/instances/0");
	}

	private static String unreachable(WindhoverProcess node) {
		JsonNode one = cluster(node).at("/unreachable/0");
		return one.path("id").asString("") + ": " + one.path("reason").asString("");
	}

}
