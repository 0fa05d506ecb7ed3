package io.windhover.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.TestSize;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.json.Json;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lags that are really there: a burst of commands, and stores that must be restored.
 */
class LagIT {

	private static final int EXECUTIONS = TestSize.of(10_000, 30_000);

	@TempDir
	Path directory;

	@Test
	void lagsAreSeenWhileTheyLastAndGoAgain() throws IOException {
		// without a worker the executions stay, and so do their entries in the stores
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory,
				"--windhover.roles=executor,scheduler,indexer", "--windhover.management.sample-interval=100ms")) {
			windhover.awaitReady();
			createMany(windhover);
			await("input lag").until(() -> sum(windhover, "inputs", "lag") > 0);
			await("no input lag").until(() -> sum(windhover, "inputs", "lag") == 0);
			assertThat(sum(windhover, "lags", "endOffsetPosition")).isGreaterThanOrEqualTo(EXECUTIONS);
			assertThat(sum(windhover, "lags", "offsetLag")).isZero();

			windhover.stop();
			FileSystemUtils.deleteRecursively(this.directory.resolve("data").resolve("streams"));
			windhover.restart();
			await("not ready while stores are restored").ignoreExceptions().until(() -> {
				// in this order: it was restoring then, too
				boolean ready = windhover.isReady();
				return sum(windhover, "lags", "offsetLag") > 0 && !ready;
			});
			windhover.awaitReady();
			await("no store lag").until(() -> sum(windhover, "lags", "offsetLag") == 0);
			assertThat(Instant.parse(executor(windhover).get("sampledAt").asString()))
				.isAfter(Instant.now().minusSeconds(10));
		}
	}

	private static void createMany(WindhoverProcess windhover) {
		WorkerTask task = new WorkerTask("wait", "sleep", Map.of("duration", "PT1H"), TaskOptions.NONE,
				WorkerTask.OnWorkerLoss.RETRY);
		Flow flow = new Flow("lag", "waiting", 1, null, Map.of(), List.of(), Map.of(), List.of(task),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), null, null, null);
		Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
				"127.0.0.1:" + windhover.brokerPort());
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(settings, new StringSerializer(),
				new ByteArraySerializer())) {
			for (int i = 0; i < EXECUTIONS; i++) {
				ExecutionCommand.Create create = new ExecutionCommand.Create("lag-" + i, Instant.now(), flow.ref(),
						Map.of(), Map.of(), null);
				var unused = producer.send(new ProducerRecord<>("windhover-execution-commands", create.executionId(),
						Json.mapper().writerFor(ExecutionCommand.class).writeValueAsBytes(create)));
				assertThat(unused.isCancelled()).isFalse();
			}
		}
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20));
	}

	private static JsonNode executor(WindhoverProcess windhover) {
		JsonNode streams = windhover.get(windhover.management("/kafkastreams")).get("streams");
		String client = streams.valueStream()
			.map((each) -> each.get("clientId").asString())
			.filter((id) -> id.contains("executor"))
			.findFirst()
			.orElseThrow();
		return windhover.get(windhover.management("/kafkastreams/%s/lag".formatted(client)));
	}

	private static long sum(WindhoverProcess windhover, String list, String figure) {
		return executor(windhover).get(list).valueStream().mapToLong((each) -> each.get(figure).asLong(0)).sum();
	}

}
