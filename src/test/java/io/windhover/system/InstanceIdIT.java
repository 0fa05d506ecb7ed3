package io.windhover.system;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two worker processes with one instance id, each with a directory of its own, so that no
 * lock keeps them apart.
 */
class InstanceIdIT {

	private static final int EXECUTIONS = 5;

	@TempDir
	Path directory;

	@Test
	void taskRunsOnceWhateverProcessesHaveTheSameId() throws Exception {
		try (WindhoverProcess cluster = start("cluster", "--windhover.roles=executor,scheduler,indexer,api",
				"--windhover.instance-id=cluster")
			.awaitReady()) {
			leaveTheHeartbeatOfADeadInstance(cluster);
			try (WindhoverProcess one = worker("one", cluster); WindhoverProcess other = worker("other", cluster)) {
				awaiting("one of them to end").until(() -> !one.isAlive() || !other.isAlive());
				WindhoverProcess owner = one.isAlive() ? one : other;
				WindhoverProcess second = one.isAlive() ? other : one;
				owner.awaitReady();
				isRefused(second, owner);
				secondStartIsRefusedWhileTasksRun(cluster, owner, second);
				ownerThatWasThoughtDeadIsFenced(cluster, owner, second);
			}
			deadInstanceIsForgotten(cluster);
		}
	}

	private void secondStartIsRefusedWhileTasksRun(WindhoverProcess cluster, WindhoverProcess owner,
			WindhoverProcess second) throws IOException {
		Path charges = this.directory.resolve("charges");
		putFlow(cluster, "charging", charges, 8);
		List<String> ids = create(cluster, "charging");
		awaiting("all charged").until(() -> lines(charges).size() == EXECUTIONS);
		second.restart();
		isRefused(second, owner);
		awaitSuccess(cluster, ids);
		assertThat(lines(charges)).containsExactlyInAnyOrderElementsOf(ids);
	}

	/**
	 * The owner is silent for so long that the other may start, and comes back.
	 */
	private void ownerThatWasThoughtDeadIsFenced(WindhoverProcess cluster, WindhoverProcess owner,
			WindhoverProcess second) throws IOException {
		Path held = this.directory.resolve("held");
		putFlow(cluster, "holding", held, 600);
		String holding = cluster.create("demo", "holding", "{}", "").get("id").asString();
		awaiting("held").until(() -> lines(held).size() == 1);
		owner.freeze();
		second.restart().awaitReady();
		owner.thaw();
		awaiting("fenced").until(() -> owner.logText().contains("Another process has the instance id"));
		awaiting("nothing runs").until(() -> owner.get(owner.management("/worker")).get("runningCount").asInt() == 0);
		assertThat(owner.isReady()).isFalse();
		assertThat(owner.get(owner.management("/worker")).get("state").asString()).isEqualTo("fenced");
		assertThat(owner.send(WindhoverProcess.request(owner.management("/health/liveness"))).statusCode())
			.isEqualTo(200);
		awaiting("duplicate").untilAsserted(() -> assertThat(members(cluster, "worker"))
			.allSatisfy((member) -> assertThat(member.get("duplicate").asBoolean()).isTrue())
			.hasSize(2));
		assertThat(cluster.text(cluster.management("/prometheus"))).contains("cluster_duplicates 1.0");

		Path charges = this.directory.resolve("charges-of-the-second");
		putFlow(cluster, "charging-again", charges, 1);
		List<String> ids = create(cluster, "charging-again");
		awaitSuccess(cluster, ids);
		assertThat(lines(charges)).containsExactlyInAnyOrderElementsOf(ids);
		assertThat(second.isReady()).isTrue();
		assertThat(owner.logText().lines().filter((line) -> line.contains(" ERROR "))).hasSize(1);
		assertThat(lines(held)).hasSize(2).containsOnly(holding);
		// ends the process of the task as well, which outlives a killed worker
		cluster.send(WindhoverProcess.request(cluster.api("/api/executions/%s/kill".formatted(holding)))
			.POST(HttpRequest.BodyPublishers.noBody()));
		awaiting("killed").until(() -> second.get(second.management("/worker")).get("runningCount").asInt() == 0);
	}

	private static void isRefused(WindhoverProcess second, WindhoverProcess owner) {
		assertThat(second.awaitEnd()).isNotZero();
		assertThat(second.logText()).contains("The instance id 'worker' is in use by another process that is alive")
			.contains("pid " + owner.pid())
			.contains("Set windhover.instance-id to a name that no other process of the cluster has");
	}

	private static void leaveTheHeartbeatOfADeadInstance(WindhoverProcess cluster) throws Exception {
		Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
				"127.0.0.1:" + cluster.brokerPort());
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>("windhover-instances", "dead", """
					{"instance": {"id": "dead", "incarnation": "1"}, "roles": ["worker"], "host": "h", "slotsUsed": 0,
					"slotsMax": 1, "startedAt": "2026-01-01T00:00:00Z", "at": "2026-01-01T00:00:00Z"}
					""")).get();
		}
		awaiting("heard").until(() -> members(cluster, "dead").size() == 1);
	}

	private static void deadInstanceIsForgotten(WindhoverProcess cluster) {
		awaiting("forgotten").until(() -> members(cluster, "dead").isEmpty());
		assertThat(cluster.committed("windhover-instances")).filteredOn((message) -> message.key().equals("dead"))
			.last()
			.satisfies((message) -> assertThat(message.value()).isNull());
	}

	private static List<JsonNode> members(WindhoverProcess node, String id) {
		return node.get(node.management("/cluster?instance=" + id)).get("instances").valueStream().toList();
	}

	private static void putFlow(WindhoverProcess cluster, String id, Path charges, int seconds) {
		cluster.put("demo", id, """
				namespace: demo
				id: %s
				tasks:
				  - {id: charge, type: shell, command: "echo {{ execution.id }} >> %s; sleep %d"}
				""".formatted(id, charges, seconds));
	}

	private static List<String> create(WindhoverProcess cluster, String flow) {
		return IntStream.range(0, EXECUTIONS)
			.mapToObj((number) -> cluster.create("demo", flow, "{}", "").get("id").asString())
			.toList();
	}

	private static void awaitSuccess(WindhoverProcess cluster, List<String> ids) {
		for (String id : ids) {
			awaiting("success").until(() -> cluster.state(id), "SUCCESS"::equals);
		}
	}

	private static List<String> lines(Path file) throws IOException {
		return Files.exists(file) ? Files.readAllLines(file) : List.of();
	}

	private WindhoverProcess worker(String name, WindhoverProcess cluster) throws IOException {
		return start(name, "--windhover.roles=worker", "--windhover.instance-id=worker",
				"--spring.kafka.bootstrap-servers=127.0.0.1:" + cluster.brokerPort());
	}

	private WindhoverProcess start(String name, String... settings) throws IOException {
		return WindhoverProcess.start(Files.createDirectory(this.directory.resolve(name)),
				Stream
					.of(new String[] { "--windhover.topics.heartbeat-interval=2s", "--windhover.topics.lease=10s",
							"--windhover.topics.forget-after=15s", "--windhover.cluster.refresh-after=0s",
							"--windhover.cluster.max-age=0s" }, settings)
					.flatMap(Stream::of)
					.toArray(String[]::new));
	}

	private static ConditionFactory awaiting(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
	}

}
