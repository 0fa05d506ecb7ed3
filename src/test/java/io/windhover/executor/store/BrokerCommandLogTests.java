package io.windhover.executor.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.windhover.instance.Role;
import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import io.windhover.topic.streams.ConsumedPositions;
import io.windhover.topic.streams.Precedence;
import io.windhover.topic.streams.TestStreams;
import io.windhover.topic.streams.TransactionListener;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerCommandLogTests {

	private static final String TOPIC = "commands";

	private static final String BROKEN = "broken";

	private static final Duration SOON = Duration.ofMinutes(1);

	private final Semaphore permits = new Semaphore(0);

	private final OwnedPartition partition = new OwnedPartition(0, new UncommittedChanges());

	private final ConsumedPositions positions = new ConsumedPositions();

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	private Path directory;

	@Test
	void theLogIsProcessedOnceItsLastRecordIs() throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory.resolve("broker"));
				Admin admin = TestClients.of(broker.address()).admin("test", 60_000);
				BrokerCommandLog log = new BrokerCommandLog(TOPIC, this.positions,
						() -> TestClients.of(broker.address()).admin("asking", 10_000));
				Producer<String, String> producer = producer(broker)) {
			admin
				.createTopics(
						List.of(new NewTopic(TOPIC, 1, (short) 1), new NewTopic("log-dead-letters", 1, (short) 1)))
				.all()
				.get();
			assertThat(log.isProcessed(this.partition)).as("nothing reads it").isFalse();
			StreamsBuilderFactoryBean streams = TestStreams
				.factory(broker.address(), "log-", "a", this.directory.resolve("streams"), 1, 0, (bean) -> {
				})
				.create(Role.EXECUTOR, new Waiting(), new Unheard(), this.positions, new Precedence("none", "none"));
			streams.afterPropertiesSet();
			streams.afterSingletonsInstantiated();
			streams.start();
			try {
				Awaitility.await("an empty log").atMost(SOON).until(() -> log.isProcessed(this.partition));
				producer.initTransactions();
				producer.beginTransaction();
				producer.send(new ProducerRecord<>(TOPIC, "one")).get();
				this.permits.release();
				assertThat(log.isProcessed(this.partition)).as("its transaction is open").isFalse();
				producer.commitTransaction();
				Awaitility.await("a mark at the end").atMost(SOON).until(() -> log.isProcessed(this.partition));
				producer.beginTransaction();
				producer.send(new ProducerRecord<>(TOPIC, "two")).get();
				producer.commitTransaction();
				Awaitility.await("the record is taken").atMost(SOON).until(this.permits::hasQueuedThreads);
				assertThat(log.isProcessed(this.partition)).as("read and not processed").isFalse();
				this.permits.release();
				Awaitility.await("the last").atMost(SOON).until(() -> log.isProcessed(this.partition));
				producer.beginTransaction();
				producer.send(new ProducerRecord<>(TOPIC, BROKEN)).get();
				producer.commitTransaction();
				Awaitility.await("the record is taken").atMost(SOON).until(this.permits::hasQueuedThreads);
				this.permits.release();
				Awaitility.await("it is put aside").atMost(SOON).until(() -> log.isProcessed(this.partition));
			}
			finally {
				streams.stop();
			}
		}
	}

	private static Producer<String, String> producer(TestBroker broker) {
		return new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address(),
						ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test"),
				new StringSerializer(), new StringSerializer());
	}

	/** Takes a record for each permit. */
	private final class Waiting implements KafkaStreamsInfrastructureCustomizer {

		@Override
		public void configureTopology(Topology topology) {
			topology.addSource("source", Serdes.String().deserializer(), Serdes.String().deserializer(), TOPIC)
				.addProcessor("processor", () -> new ContextualProcessor<String, String, String, String>() {

					@Override
					public void process(Record<String, String> message) {
						BrokerCommandLogTests.this.permits.acquireUninterruptibly();
						if (message.value().equals(BROKEN)) {
							throw new IllegalStateException(BROKEN);
						}
						BrokerCommandLogTests.this.partition
							.processed(context().recordMetadata().map(RecordMetadata::offset).orElseThrow());
					}

				}, "source");
		}

	}

	private static final class Unheard implements TransactionListener {

		@Override
		public void committed() {
		}

		@Override
		public void rolledBack() {
		}

	}

}
