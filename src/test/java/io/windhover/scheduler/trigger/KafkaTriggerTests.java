package io.windhover.scheduler.trigger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.execution.json.Json;
import io.windhover.flow.FlowKey;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.template.pebble.PebbleTemplates;
import io.windhover.scheduler.PollingTriggerType.Outcome;
import io.windhover.scheduler.PollingTriggerType.Poll;
import io.windhover.secret.SecretSources;
import io.windhover.secret.TestSecrets;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.broker.TestBroker;
import jakarta.validation.Validation;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@Timeout(120)
class KafkaTriggerTests {

	private static final ConfigurationBinder BINDER = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	@SuppressWarnings("NullAway.Init") // by start()
	private static TestBroker broker;

	@SuppressWarnings("NullAway.Init") // by start()
	private static KafkaClients clients;

	private final KafkaTrigger trigger = new KafkaTrigger(new PebbleTemplates(Clock.systemUTC()),
			provider(SecretSources.class, TestSecrets.of(Map.of("SERVERS", "s3cret-server:1", "KEY", "s3cret-value"))),
			provider(KafkaClients.class, clients),
			provider(TopicProperties.class, new TopicProperties("windhover-", null, (short) -1, Duration.ofDays(1),
					Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8))));

	@BeforeAll
	static void start(@TempDir Path directory) {
		broker = TestBroker.start(directory);
		clients = TestClients.of(broker.address());
	}

	@AfterAll
	static void stop() {
		broker.close();
	}

	@Test
	void recordIsSeenAsItIs() throws Exception {
		create("seen", 1);
		ProducerRecord<byte[], byte[]> first = new ProducerRecord<>("seen", 0, 1769842800000L, bytes("ä"),
				bytes("{\"total\": 3}"));
		first.headers().add("source", bytes("shop"));
		produce(first, new ProducerRecord<>("seen", 0, 5L, null, bytes("no { JSON")),
				new ProducerRecord<>("seen", 0, 5L, bytes("k"), null, List.of()),
				new ProducerRecord<>("seen", 0, 5L, null, bytes("x".repeat(900))));
		Map<String, Object> properties = Map.of("topic", "seen", "format", "json", "startFrom", "earliest",
				"maxRecordBytes", 1000);
		Outcome outcome = evaluate(properties, null);
		assertThat(outcome.fire()).isTrue();
		List<Map<String, Object>> seen = read(outcome).records().stream().map(ReadRecords.Item::variables).toList();
		assertThat(seen).containsExactly(
				Map.of("topic", "seen", "partition", 0, "offset", 0L, "timestamp", "2026-01-31T07:00:00Z", "key", "ä",
						"value", Map.of("total", 3), "headers", Map.of("source", "shop")),
				Map.of("topic", "seen", "partition", 0, "offset", 1L, "timestamp", "1970-01-01T00:00:00.005Z", "value",
						"no { JSON", "headers", Map.of()),
				Map.of("topic", "seen", "partition", 0, "offset", 2L, "timestamp", "1970-01-01T00:00:00.005Z", "key",
						"k", "headers", Map.of()),
				Map.of("topic", "seen", "partition", 0, "offset", 3L, "timestamp", "1970-01-01T00:00:00.005Z", "value",
						"x".repeat(900), "headers", Map.of()));
		Map<String, Object> text = new HashMap<>(properties);
		text.put("format", "text");
		text.put("maxRecordBytes", 800);
		assertThat(read(evaluate(text, null)).records()).extracting(ReadRecords.Item::variables)
			.satisfies((all) -> assertThat(all.get(0)).containsEntry("value", "{\"total\": 3}"))
			.satisfies((all) -> assertThat(all.get(3)).containsEntry("tooLarge", true)
				.doesNotContainKeys("key", "value", "headers"));
	}

	@Test
	void offsetsAreCommittedOnlyWithPositionsThatTheSchedulerHas() throws Exception {
		create("committed", 1);
		produce("committed", 0, 5);
		Map<String, Object> properties = Map.of("topic", "committed", "startFrom", "earliest", "mode", "batch");
		ReadRecords first = read(evaluate(properties, null));
		assertThat(first.records()).hasSize(5);
		assertThat(first.ranges()).isEqualTo(Map.of(0, new ReadRecords.Range(0, 5)));
		assertThat(committed("committed")).isEmpty();
		// it is killed before the scheduler has the outcome, and then before the commit
		assertThat(read(evaluate(properties, null))).isEqualTo(first);
		TopicPositions positions = new TopicPositions(first.source(), Map.of()).after(first);
		produce("committed", 0, 2);
		ReadRecords second = read(evaluate(properties, positions));
		assertThat(second.ranges()).isEqualTo(Map.of(0, new ReadRecords.Range(5, 7)));
		assertThat(committed("committed")).containsEntry(new TopicPartition("committed", 0), 5L);
		// without its entry the trigger goes on where the group is
		assertThat(read(evaluate(properties, null)).ranges()).isEqualTo(Map.of(0, new ReadRecords.Range(5, 7)));
	}

	@Test
	void latestBeginsAtTheEndAndNeverLeavesOutWhatComesAfter() throws Exception {
		create("latest", 2);
		produce("latest", 0, 3);
		ReadRecords first = read(evaluate(Map.of("topic", "latest"), null));
		assertThat(first.records()).isEmpty();
		assertThat(first.ranges()).isEqualTo(Map.of(0, new ReadRecords.Range(3, 3), 1, new ReadRecords.Range(0, 0)));
		produce("latest", 0, 1);
		produce("latest", 1, 1);
		TopicPositions positions = new TopicPositions(first.source(), Map.of()).after(first);
		List<ReadRecords.Item> seen = new ArrayList<>();
		while (seen.size() < 2) {
			ReadRecords read = read(evaluate(Map.of("topic", "latest"), positions));
			positions = positions.after(read);
			seen.addAll(read.records());
		}
		assertThat(seen).extracting(ReadRecords.Item::partition).containsExactlyInAnyOrder(0, 1);
		// a partition that is added later is read from its beginning
		TopicPositions ofOne = new TopicPositions(positions.source(), Map.of(0, 4L));
		try (Admin admin = clients.admin("test", 60_000)) {
			admin.deleteConsumerGroups(List.of("windhover-trigger.demo.reader.topic")).all().get();
		}
		assertThat(read(evaluate(Map.of("topic", "latest"), ofOne)).records()).hasSize(1);
	}

	@Test
	void noMoreIsReadThanOneCommandMayHaveAndNothingIsLeftOut() throws Exception {
		create("many", 3);
		for (int i = 0; i < 40; i++) {
			produce(new ProducerRecord<>("many", i % 3, null, bytes("y".repeat(40_000 + i))));
		}
		for (String mode : List.of("record", "batch")) {
			Map<String, Object> properties = Map.of("topic", "many", "startFrom", "earliest", "mode", mode, "groupId",
					mode, "maxRecords", 7, "maxWait", "PT0.5S");
			TopicPositions positions = null;
			List<String> seen = new ArrayList<>();
			boolean more = true;
			while (more) {
				ReadRecords read = read(evaluate(properties, positions));
				assertThat(read.records()).hasSizeLessThanOrEqualTo(7);
				read.records().forEach((each) -> seen.add(each.partition() + "@" + each.offset()));
				positions = ((positions != null) ? positions : new TopicPositions(read.source(), Map.of())).after(read);
				more = read.more();
			}
			assertThat(seen).as(mode).hasSize(40).doesNotHaveDuplicates();
		}
		Map<String, Object> large = Map.of("topic", "many", "startFrom", "earliest", "mode", "batch", "maxRecords",
				500);
		ReadRecords read = read(evaluate(large, null));
		assertThat(read.more()).isTrue();
		assertThat(Json.mapper().writeValueAsBytes(read).length).isLessThan(600_000);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					topic      | a b                | topic: 'topic' must be the name of a topic
					topic      | absent             | topic 'absent' does not exist; create it, or correct the name
					topic      | windhover-flows    | topic 'windhover-flows' is one of Windhover's or Kafka's own, which no flow may read; read another
					topic      | __consumer_offsets | topic '__consumer_offsets' is one of Windhover's or Kafka's own
					groupId    | a/b                | groupId: 'groupId' must be the name of a group
					maxRecords | 501                | maxRecords: 'maxRecords' must be less than or equal to 500
					maxWait    | PT6M               | maxWait: 'maxWait' must be at most PT5M
					mode       | each               | 'each' is none of: record, batch
					properties | {"group.id": "a"}  | properties: group.id cannot be set, because Windhover sets it itself
					properties | {"bootstrap.servers": "a"} | properties: write bootstrapServers in place of bootstrap.servers
					properties | {"grup.id": "a"}   | properties: Kafka's consumers have no grup.id
					properties | {"config.providers": "file"} | properties: config.providers cannot be set
					properties | {"isolation.level": "{{ secret('KEY') }}"} | Invalid value ****** for configuration isolation.level
					properties | {"isolation.level": "{{ secret('NONE') }}"} | there is no secret 'NONE'
					bootstrapServers | {{ secret('SERVERS') }} | topic 'seen' cannot be read: No resolvable bootstrap urls given in bootstrap.servers
					""")
	void wrongConfigurationIsToldWithItsFix(String name, String value, String message) {
		Map<String, Object> properties = new HashMap<>(Map.of("topic", "seen"));
		properties.put(name, value.startsWith("{\"") ? Json.mapper().readValue(value, Object.class) : (Object) value);
		assertThatException().isThrownBy(() -> evaluate(properties, null))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(String.valueOf(ex)).doesNotContain("s3cret"))
			.withNoCause();
	}

	@Test
	void topicsOfWindhoverAreRefusedWhenTheFlowIsRead() {
		assertThat(this.trigger.problems(Map.of("topic", "windhover-flows"))).isEqualTo(Map.of("topic",
				"topic 'windhover-flows' is one of Windhover's or Kafka's own, which no flow may read; read another"));
		assertThat(this.trigger.problems(Map.of("topic", "seen"))).isEmpty();
		assertThat(this.trigger.problems(Map.of())).isEmpty();
	}

	@Test
	void brokerThatIsAwayFailsTheEvaluationWithinItsInterval() {
		long start = System.nanoTime();
		assertThatException().isThrownBy(
				() -> evaluate(Map.of("topic", "seen", "bootstrapServers", "127.0.0.1:1"), null, Duration.ofSeconds(2)))
			.withMessageStartingWith("topic 'seen' cannot be read: ");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
	}

	@Test
	void topicThatWasCreatedAgainIsAnError() throws Exception {
		create("again", 1);
		produce("again", 0, 1);
		ReadRecords read = read(evaluate(Map.of("topic", "again", "startFrom", "earliest"), null));
		assertThatException()
			.isThrownBy(() -> evaluate(Map.of("topic", "again"), new TopicPositions(read.source(), Map.of(0, 9L))))
			.withMessageContaining("ends at 1, before the next record 9")
			.withMessageContaining("groupId");
	}

	private Outcome evaluate(Map<String, Object> properties, @Nullable TopicPositions positions) throws Exception {
		return evaluate(properties, positions, Duration.ofMinutes(1));
	}

	private Outcome evaluate(Map<String, Object> properties, @Nullable TopicPositions positions, Duration interval)
			throws Exception {
		return this.trigger.evaluate(BINDER.bind(this.trigger, properties), new Poll(new FlowKey("demo", "reader"),
				"topic", Instant.parse("2026-05-01T10:00:00Z"), interval, positions));
	}

	private static ReadRecords read(Outcome outcome) {
		return Objects.requireNonNull(outcome.read());
	}

	private static void create(String topic, int partitions) throws Exception {
		try (Admin admin = clients.admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
		}
	}

	private static Map<TopicPartition, Long> committed(String topic) throws Exception {
		Map<TopicPartition, Long> committed = new HashMap<>();
		try (Admin admin = clients.admin("test", 60_000)) {
			Map<TopicPartition, OffsetAndMetadata> found = admin
				.listConsumerGroupOffsets("windhover-trigger.demo.reader.topic")
				.partitionsToOffsetAndMetadata()
				.get();
			found.forEach((partition, offset) -> {
				if (partition.topic().equals(topic)) {
					committed.put(partition, offset.offset());
				}
			});
		}
		return committed;
	}

	private static void produce(String topic, int partition, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			produce(new ProducerRecord<>(topic, partition, null, bytes("r" + i)));
		}
	}

	@SafeVarargs
	private static void produce(ProducerRecord<byte[], byte[]>... records) throws Exception {
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(clients.producerProperties(),
				new ByteArraySerializer(), new ByteArraySerializer())) {
			for (ProducerRecord<byte[], byte[]> each : records) {
				producer.send(each).get();
			}
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static <T> ObjectProvider<T> provider(Class<T> type, T bean) {
		return new StaticListableBeanFactory(Map.of("bean", bean)).getBeanProvider(type);
	}

}
