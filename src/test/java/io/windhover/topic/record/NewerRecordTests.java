package io.windhover.topic.record;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.windhover.execution.InstanceRef;
import io.windhover.instance.Role;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.broker.TestBroker;
import io.windhover.topic.streams.TestStreams;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * A rolling upgrade: the older process meets what the newer one wrote.
 */
class NewerRecordTests {

	private static final String TOPIC = "commands";

	private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

	private static final JsonSerde<InstanceRef> OLD = new JsonSerde<>(InstanceRef.class);

	private static final JsonSerde<InstanceRef> NEW = new JsonSerde<>(InstanceRef.class, 5);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void olderProcessStopsBeforeARecordOfANewerVersionAndANewerOneTakesOver() throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory.resolve("broker"));
				Admin admin = TestClients.of(broker.address()).admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1), new NewTopic("w-dead-letters", 1, (short) 1)))
				.all()
				.get();
			Queue<String> taken = new ConcurrentLinkedQueue<>();
			StreamsBuilderFactoryBean older = start(broker, "older", OLD, taken);
			try {
				send(broker, OLD, "first");
				await().until(() -> List.copyOf(taken).equals(List.of("first")));
				send(broker, NEW, "second");
				send(broker, OLD, "third");
				await().until(() -> state(older) == KafkaStreams.State.ERROR);
				assertThat(taken).containsExactly("first");
				assertThat(committed(admin)).isEqualTo(1);
			}
			finally {
				older.stop();
			}
			StreamsBuilderFactoryBean newer = start(broker, "newer", NEW, taken);
			try {
				await().untilAsserted(() -> assertThat(taken).containsExactly("first", "second", "third"));
				await().untilAsserted(() -> assertThat(committed(admin)).isGreaterThanOrEqualTo(3));
			}
			finally {
				newer.stop();
			}
		}
	}

	@Test
	void tailLeavesARecordOfANewerVersionOutAndCountsIt() throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory.resolve("broker"))) {
			KafkaClients clients = TestClients.of(broker.address());
			try (Admin admin = clients.admin("test", 60_000)) {
				admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
			}
			send(broker, OLD, "first");
			send(broker, NEW, "second");
			send(broker, OLD, "third");
			Queue<String> taken = new ConcurrentLinkedQueue<>();
			DeadLetters deadLetters = mock(DeadLetters.class);
			TopicFollower follower = new TopicFollower("test-tail", clients, deadLetters, true,
					List.of(new TopicFollower.Subscription<>(new Topic<>(TOPIC, TOPIC, OLD, Topic.Cleanup.DELETE),
							(message, value) -> taken.add(message.key()))));
			follower.start();
			try {
				await().untilAsserted(() -> assertThat(taken).containsExactly("first", "third"));
			}
			finally {
				follower.stop();
			}
			assertThat(clients.newerRecords().countLeftOut(TOPIC)).isOne();
			then(deadLetters).shouldHaveNoInteractions();
		}
	}

	private StreamsBuilderFactoryBean start(TestBroker broker, String instance, JsonSerde<InstanceRef> serde,
			Queue<String> taken) throws Exception {
		StreamsBuilderFactoryBean streams = TestStreams
			.factory(broker.address(), "w-", instance, this.directory.resolve(instance), 1, 0, (each) -> {
			})
			.create(Role.EXECUTOR, new Taking(serde, taken));
		streams.afterPropertiesSet();
		streams.afterSingletonsInstantiated();
		streams.start();
		return streams;
	}

	private static void send(TestBroker broker, JsonSerde<InstanceRef> serde, String id) throws Exception {
		try (KafkaProducer<String, InstanceRef> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()), new StringSerializer(),
				serde.serializer())) {
			producer.send(new ProducerRecord<>(TOPIC, id, new InstanceRef(id, "1"))).get();
		}
	}

	private static long committed(Admin admin) throws Exception {
		OffsetAndMetadata offset = admin.listConsumerGroupOffsets("w-executor")
			.partitionsToOffsetAndMetadata()
			.get()
			.get(PARTITION);
		return (offset != null) ? offset.offset() : 0;
	}

	private static KafkaStreams.State state(StreamsBuilderFactoryBean streams) {
		KafkaStreams client = streams.getKafkaStreams();
		return (client != null) ? client.state() : KafkaStreams.State.CREATED;
	}

	private static ConditionFactory await() {
		return Awaitility.await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(1));
	}

	/**
	 * Notes the ids that it takes.
	 */
	private record Taking(JsonSerde<InstanceRef> serde,
			Queue<String> taken) implements KafkaStreamsInfrastructureCustomizer {

		@Override
		public void configureTopology(Topology topology) {
			topology.addSource("commands", Serdes.String().deserializer(), this.serde.deserializer(), TOPIC)
				.addProcessor("take", () -> new Processor<String, InstanceRef, Void, Void>() {

					@Override
					public void process(Record<String, InstanceRef> message) {
						Taking.this.taken.add(message.value().id());
					}

				}, "commands");
		}

	}

}
