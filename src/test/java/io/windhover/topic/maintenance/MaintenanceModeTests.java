package io.windhover.topic.maintenance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.windhover.execution.instance.Maintenance;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.broker.TestBroker;
import io.windhover.topic.record.JsonSerde;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What an instance takes the switch for when it cannot read it.
 */
class MaintenanceModeTests {

	private static final Topics TOPICS = Topics.withPrefix("w-");

	private static final Maintenance OFF = new Maintenance(false, Instant.parse("2026-11-01T10:00:00Z"), "ada", null);

	private final List<Boolean> told = new CopyOnWriteArrayList<>();

	private TestBroker broker;

	private KafkaClients clients;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.broker = TestBroker.start(directory);
		this.clients = TestClients.of(this.broker.address());
		try (Admin admin = this.clients.admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic(TOPICS.maintenance().name(), 1, (short) 1))).all().get();
		}
	}

	@AfterEach
	void stop() {
		this.broker.close();
	}

	@Test
	void aRecordThatCannotBeReadHoldsUntilOneComesThatCan() throws Exception {
		write(OFF);
		MaintenanceMode mode = start();
		try {
			await().until(mode::isKnown);
			assertThat(mode.isHolding()).isFalse();
			write("other", "no json", "1");
			write("cluster", "no json", "1");
			await().until(mode::isHolding);
			assertThat(mode.unreadable()).isNotNull();
			assertThat(mode.current()).isNull();
			await().until(() -> this.told.equals(List.of(false, true)));
			write(OFF);
			await().until(() -> !mode.isHolding());
			assertThat(mode.unreadable()).isNull();
			await().until(() -> this.told.equals(List.of(false, true, false)));
		}
		finally {
			mode.tail().stop();
		}
	}

	@Test
	void anInstanceThatStartsHoldsWhereANewerVersionWroteTheRecord() throws Exception {
		write(OFF);
		write("cluster", "{}", "99");
		MaintenanceMode mode = start();
		try {
			await().until(mode::isKnown);
			assertThat(mode.isHolding()).isTrue();
			assertThat(mode.unreadable()).isNotNull();
			assertThat(String.valueOf(mode.unreadable())).contains("99");
			assertThat(this.told).last().isEqualTo(true);
		}
		finally {
			mode.tail().stop();
		}
	}

	private MaintenanceMode start() {
		DeadLetters deadLetters = mock(DeadLetters.class);
		given(deadLetters.add(any(), any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
		MaintenanceMode mode = new MaintenanceMode(TOPICS, this.clients, deadLetters, mock(),
				() -> Stream.of(this.told::add));
		mode.tail().start();
		return mode;
	}

	private void write(Maintenance maintenance) throws Exception {
		RecordHeaders headers = new RecordHeaders();
		Topic<Maintenance> topic = TOPICS.maintenance();
		write("cluster", new String(topic.serde().serializer().serialize(topic.name(), headers, maintenance),
				StandardCharsets.UTF_8), "1");
	}

	private void write(String key, String value, String version) throws Exception {
		RecordHeaders headers = new RecordHeaders();
		headers.add(JsonSerde.SCHEMA_HEADER, version.getBytes(StandardCharsets.US_ASCII));
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, this.broker.address()), new StringSerializer(),
				new ByteArraySerializer())) {
			producer
				.send(new ProducerRecord<>(TOPICS.maintenance().name(), 0, null, key,
						value.getBytes(StandardCharsets.UTF_8), headers))
				.get();
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

}
