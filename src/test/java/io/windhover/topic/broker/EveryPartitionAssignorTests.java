package io.windhover.topic.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.topic.TestClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EveryPartitionAssignorTests {

	private static final int PARTITIONS = 4;

	@Test
	void memberThatTakesNothingKeepsNothingFromTheOthers(@TempDir Path directory) throws Exception {
		try (TestBroker broker = TestBroker.start(directory);
				Admin admin = TestClients.of(broker.address()).admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic("jobs", Optional.of(PARTITIONS), Optional.empty()))).all().get();
			admin
				.incrementalAlterConfigs(
						Map.of(new ConfigResource(ConfigResource.Type.GROUP, "workers"),
								List.of(new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"),
										AlterConfigOp.OpType.SET))))
				.all()
				.get();
			try (ShareConsumer<String, byte[]> silent = member(broker, "silent");
					ShareConsumer<String, byte[]> living = member(broker, "living")) {
				// its heartbeats go on while it asks for nothing
				join(admin, silent, 1);
				join(admin, living, 2);
				Set<Integer> partitions = ConcurrentHashMap.newKeySet();
				Awaitility.await("records of all partitions").atMost(Duration.ofSeconds(30)).until(() -> {
					// again, because a last request of the silent one may still take some
					write(broker);
					living.poll(Duration.ofMillis(100)).forEach((message) -> partitions.add(message.partition()));
					return partitions.size() == PARTITIONS;
				});
				assertThat(partitions).hasSize(PARTITIONS);
			}
		}
	}

	private static ShareConsumer<String, byte[]> member(TestBroker broker, String id) {
		ShareConsumer<String, byte[]> member = TestClients.of(broker.address()).shareConsumer(id, "workers", Map.of());
		member.subscribe(List.of("jobs"));
		return member;
	}

	private static void join(Admin admin, ShareConsumer<String, byte[]> member, int members) {
		Awaitility.await("%d members".formatted(members))
			.atMost(Duration.ofSeconds(30))
			// the group is there from the first heartbeat, which poll does not wait for
			.ignoreExceptionsMatching((failure) -> failure.getCause() instanceof GroupIdNotFoundException)
			.until(() -> {
				member.poll(Duration.ofMillis(100));
				return Objects
					.requireNonNull(admin.describeShareGroups(List.of("workers")).describedGroups().get("workers"))
					.get()
					.members()
					.stream()
					.filter((each) -> each.assignment().topicPartitions().size() == PARTITIONS)
					.count() == members;
			});
	}

	private static void write(TestBroker broker) throws Exception {
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				TestClients.of(broker.address()).producerProperties(), new StringSerializer(),
				new ByteArraySerializer())) {
			for (int partition = 0; partition < PARTITIONS; partition++) {
				producer.send(new ProducerRecord<>("jobs", partition, "key", new byte[1])).get();
			}
		}
	}

}
