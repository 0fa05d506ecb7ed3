package io.windhover.system;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of one cluster: each answers for all, whatever becomes of another.
 */
class ClusterIT {

	private static final String[] SETTINGS = { "--windhover.topics.heartbeat-interval=500ms",
			"--windhover.cluster.refresh-after=0s", "--windhover.cluster.max-age=0s" };

	/** As {@link WindhoverProcess} has them. */
	private static final int PARTITIONS = 4;

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
			filesOfASharedDirectoryGoFromWorkerToWorker(first);
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

	/** Whose standbys are gone is not replaced for as long as its session lasts. */
	@Test
	void whoHasTheOnlyCopyOfAStoreIsNotToBeStopped() throws Exception {
		String[] standbys = { "--windhover.streams.standby-replicas=1",
				"--windhover.streams.properties.consumer.session.timeout.ms=600000" };
		try (WindhoverProcess first = start("first", standbys).awaitReady()) {
			String[] executor = { standbys[0], standbys[1], "--windhover.roles=executor",
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + first.brokerPort() };
			try (WindhoverProcess second = start("second", executor).awaitReady();
					WindhoverProcess third = start("third", executor).awaitReady();
					Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + first.brokerPort()))) {
				// who leaves in the midst of a rebalance leaves tasks where they are not
				// to stay
				await("each task twice, for good").during(Duration.ofSeconds(10))
					.until(() -> isStable(admin)
							&& Stream.of(first, second, third).allMatch(ClusterIT::hasEachTaskTwice)
							&& Stream.of("second", "third")
								.allMatch((id) -> !copies(first, id).isEmpty() && safeToStop(first, id)));
				List<String> gone = copies(first, "third");
				third.kill();
				for (WindhoverProcess node : List.of(first, second)) {
					await("the others have the only copies").untilAsserted(() -> {
						for (String id : List.of("first", "second")) {
							List<String> only = copies(node, id).stream().filter(gone::contains).toList();
							assertThat(onlyCopies(node, id)).as(id).isEqualTo(String.join(", ", only));
							assertThat(only.isEmpty() || !safeToStop(node, id)).as(id).isTrue();
						}
					});
				}
				third.restart().awaitReady();
				await("there are others again").until(() -> safeToStop(first, "second") && safeToStop(first, "third"));
				assertThat(onlyCopies(first, "first")).isEmpty();
			}
		}
	}

	private static boolean isStable(Admin admin) throws Exception {
		return admin.listGroups()
			.all()
			.get()
			.stream()
			.anyMatch((group) -> group.groupId().equals("windhover-executor")
					&& group.groupState().equals(Optional.of(GroupState.STABLE)));
	}

	private static boolean hasEachTaskTwice(WindhoverProcess node) {
		Map<String, Long> copies = Stream.of("first", "second", "third")
			.flatMap((id) -> copies(node, id).stream())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		return copies.size() == PARTITIONS && copies.values().stream().allMatch((count) -> count == 2);
	}

	private static List<String> copies(WindhoverProcess node, String id) {
		return member(node, id).at("/summary/stores")
			.valueStream()
			.filter((stores) -> stores.get("applicationId").asString().equals("windhover-executor"))
			.flatMap((stores) -> stores.get("tasks").valueStream())
			.map(JsonNode::asString)
			.sorted()
			.toList();
	}

	private static boolean safeToStop(WindhoverProcess node, String id) {
		return member(node, id).path("safeToStop").asBoolean(false);
	}

	/** The tasks of the executor of which only this one has copies. */
	private static String onlyCopies(WindhoverProcess node, String id) {
		return member(node, id).get("reasons")
			.valueStream()
			.filter((reason) -> reason.get("kind").asString().equals("only-copy"))
			.map((reason) -> reason.get("detail").asString())
			.filter((detail) -> detail.endsWith(" of windhover-executor"))
			.map((detail) -> detail.replaceAll(".* of the tasks | of windhover-executor", ""))
			.collect(Collectors.joining());
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

	/** Its tasks run wherever there is a slot. */
	private static void filesOfASharedDirectoryGoFromWorkerToWorker(WindhoverProcess node) {
		node.put("cluster", "shared", """
				namespace: cluster
				id: shared
				tasks:
				  - id: build
				    type: sequential
				    workingDirectory: true
				    tasks:
				      - {id: begin, type: shell, command: echo 0 > lines}
				      - id: each
				        type: for-each
				        items: [1, 2, 3, 4]
				        tasks: [{id: add, type: shell, command: "echo {{ item }} >> lines"}]
				      - {id: show, type: shell, command: "tr -d '\\n' < lines"}
				""");
		await("both workers in one execution").until(() -> {
			JsonNode execution = node.create("cluster", "shared", "{}", "?wait=PT60S");
			List<JsonNode> runs = execution.get("taskRuns").valueStream().toList();
			assertThat(runs).filteredOn((run) -> run.get("path").asString().equals("build.show"))
				.singleElement()
				.satisfies((run) -> assertThat(run.at("/outputs/stdout").asString()).isEqualTo("01234"));
			return runs.stream()
				.flatMap((run) -> run.get("attempts").valueStream())
				.map((attempt) -> attempt.path("worker").asString())
				.distinct()
				.count() == 2;
		});
	}

	private WindhoverProcess start(String name, String... settings) throws Exception {
		Path own = Files.createDirectory(this.directory.resolve(name));
		String[] named = { "--windhover.instance-id=" + name,
				"--windhover.files.directory=" + this.directory.resolve("files") };
		return WindhoverProcess.start(own,
				Stream.of(named, SETTINGS, settings).flatMap(Stream::of).toArray(String[]::new));
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
