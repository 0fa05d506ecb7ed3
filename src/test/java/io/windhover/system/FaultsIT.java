package io.windhover.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes from outside and is not as it should be.
 */
class FaultsIT {

	private static final Set<String> READ_BY_ROLES = Set.of("windhover-execution-commands", "windhover-task-results",
			"windhover-task-jobs", "windhover-flow-commands", "windhover-flows", "windhover-trigger-commands",
			"windhover-executions", "windhover-logs");

	@TempDir
	Path directory;

	@Test
	void brokenRecordsGoToTheDeadLettersAndStopNobody() throws Exception {
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory).awaitReady()) {
			putHello(windhover);
			Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
					"127.0.0.1:" + windhover.brokerPort());
			try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(),
					new StringSerializer())) {
				for (String topic : READ_BY_ROLES) {
					producer.send(new ProducerRecord<>(topic, "faults/broken", "{not json")).get();
				}
			}
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(deadLetters(windhover)).extracting((letter) -> header(letter, "topic"))
					.containsAll(READ_BY_ROLES));
			assertThat(deadLetters(windhover)).allSatisfy((letter) -> {
				assertThat(letter.value()).isEqualTo("{not json");
				assertThat(header(letter, "message")).isNotBlank();
			});
			JsonNode execution = windhover.create("faults", "hello", "{}", "?wait=PT60S");
			assertThat(execution.get("state").asString()).isEqualTo("SUCCESS");
			assertThat(windhover.isReady()).isTrue();
		}
	}

	@Test
	void waitsForItsBrokerAndSaysSo() throws IOException {
		int port = FreePorts.next();
		try (WindhoverProcess worker = WindhoverProcess.start(Files.createDirectory(this.directory.resolve("worker")),
				"--windhover.roles=worker", "--spring.kafka.bootstrap-servers=127.0.0.1:" + port)) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> worker.logText().contains("No Kafka broker answers"));
			assertThat(status(worker, "/health/liveness")).isEqualTo(200);
			assertThat(status(worker, "/health/readiness")).isEqualTo(503);
			try (WindhoverProcess rest = WindhoverProcess.start(Files.createDirectory(this.directory.resolve("rest")),
					"--windhover.roles=executor,scheduler,indexer,api", "--windhover.broker.port=" + port)) {
				rest.awaitReady();
				worker.awaitReady();
				putHello(rest);
				JsonNode execution = rest.create("faults", "hello", "{}", "?wait=PT60S");
				assertThat(execution.get("state").asString()).isEqualTo("SUCCESS");
			}
		}
	}

	private static void putHello(WindhoverProcess windhover) {
		windhover.put("faults", "hello", """
				namespace: faults
				id: hello
				tasks:
				  - {id: say, type: log, message: hello}
				""");
	}

	private static int status(WindhoverProcess windhover, String path) {
		return windhover.send(WindhoverProcess.request(windhover.management(path)).GET()).statusCode();
	}

	private static List<ConsumerRecord<String, String>> deadLetters(WindhoverProcess windhover) {
		return windhover.committed("windhover-dead-letters");
	}

	private static String header(ConsumerRecord<String, String> letter, String name) {
		return new String(letter.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
	}

}
