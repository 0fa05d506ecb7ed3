package io.windhover.topic.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.windhover.system.FreePorts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The topics that are made before a client asks for them are as Kafka makes them.
 */
class InternalTopicsTests {

	@Test
	void areWhatKafkaMakesWhenAClientAsks(@TempDir Path directory) throws Exception {
		Map<String, String> settings = Map.of("transaction.state.log.num.partitions", "3");
		List<NewTopic> ours = BrokerSettings.internalTopics(new BrokerProperties(9092, settings));
		List<String> names = ours.stream().map(NewTopic::name).toList();
		try (TestBroker broker = TestBroker.start(directory, FreePorts.next(), settings, null);
				Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
			assertThat(admin.listTopics().names().get()).doesNotContainAnyElementsOf(names);
			ask(broker, admin, names);
			var partitions = admin.describeTopics(names).allTopicNames().get();
			for (NewTopic topic : ours) {
				assertThat(topic.numPartitions()).as(topic.name())
					.isEqualTo(Objects.requireNonNull(partitions.get(topic.name())).partitions().size());
				assertThat(topic.configs()).as(topic.name()).isEqualTo(settings(admin, topic.name()));
			}
			assertThat(ours).extracting(NewTopic::numPartitions).containsExactly(3, 2);
		}
	}

	/** With a transaction, and for jobs of a share group. */
	private static void ask(TestBroker broker, Admin admin, List<String> names) throws Exception {
		admin.createTopics(List.of(new NewTopic("jobs", 1, (short) 1))).all().get();
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", broker.address(), "transactional.id", "test"), new StringSerializer(),
				new StringSerializer());
				KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
						Map.of("bootstrap.servers", broker.address(), "group.id", "test"), new StringDeserializer(),
						new StringDeserializer())) {
			producer.initTransactions();
			consumer.subscribe(List.of("jobs"));
			Awaitility.await().pollInSameThread().atMost(Duration.ofMinutes(1)).until(() -> {
				consumer.poll(Duration.ofMillis(100));
				return admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().containsAll(names);
			});
		}
	}

	private static Map<String, String> settings(Admin admin, String topic) throws Exception {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		return Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource))
			.entries()
			.stream()
			.filter((entry) -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
			.collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
	}

}
