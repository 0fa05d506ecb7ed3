package io.windhover.topic.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the consumers take first, of a real broker.
 */
class BusyPollingTests {

	private static final int BEGUN = 5_000;

	private static final int NEW = 2_000;

	private static final TopicPartition FIRST = new TopicPartition("precedence-begun", 0);

	private static final TopicPartition LATER = new TopicPartition("precedence-new", 0);

	private static final int POLL = 250;

	@Test
	void whatWasBegunGoesFirstUntilLittleOfItWaitsAndNothingIsLeftOut(@TempDir Path directory) throws Exception {
		BusyPolling clients = new BusyPolling(new ConsumedPositions(), new Precedence(FIRST.topic(), LATER.topic()));
		try (TestBroker broker = TestBroker.start(directory);
				Admin admin = TestClients.of(broker.address()).admin("test", 60_000);
				Consumer<byte[], byte[]> consumer = clients.getConsumer(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
						broker.address(), ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL))) {
			admin
				.createTopics(
						List.of(new NewTopic(FIRST.topic(), 1, (short) 1), new NewTopic(LATER.topic(), 1, (short) 1)))
				.all()
				.get();
			write(broker, LATER, NEW);
			write(broker, FIRST, BEGUN);
			List<TopicPartition> both = List.of(FIRST, LATER);
			consumer.assign(both);
			consumer.seekToBeginning(both);
			// as Kafka Streams does it when it has enough
			consumer.pause(both);
			Awaitility.await().until(() -> {
				assertThat(consumer.poll(Duration.ofMillis(10))).isEmpty();
				return consumer.currentLag(FIRST).orElse(0) == BEGUN;
			});
			consumer.resume(List.of(LATER));
			long began = System.nanoTime();
			assertThat(consumer.poll(Duration.ofMillis(10))).isEmpty();
			consumer.resume(List.of(FIRST));
			List<String> taken = new ArrayList<>();
			while (taken.size() < BEGUN - HeldBack.MANY) {
				consumer.poll(Duration.ofMillis(10)).forEach((message) -> taken.add(message.topic()));
			}
			long turns = (System.nanoTime() - began) / HeldBack.TURN.toNanos();
			assertThat(taken.stream().filter(LATER.topic()::equals).count())
				.isLessThanOrEqualTo(turns * (HeldBack.SHARE + POLL));
			Awaitility.await().until(() -> {
				consumer.poll(Duration.ofMillis(10)).forEach((message) -> taken.add(message.topic()));
				return taken.size() == BEGUN + NEW;
			});
			assertThat(consumer.paused()).isEmpty();
		}
	}

	private static void write(TestBroker broker, TopicPartition partition, int records) throws Exception {
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()), new ByteArraySerializer(),
				new ByteArraySerializer())) {
			List<Future<RecordMetadata>> sent = new ArrayList<>();
			for (int i = 0; i < records; i++) {
				sent.add(producer
					.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, new byte[300])));
			}
			for (Future<RecordMetadata> each : sent) {
				each.get();
			}
		}
	}

}
