package io.windhover.event;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real broker with the topics that events come from and go to.
 */
public final class EventTopics implements AutoCloseable {

	/** Partitions of each topic. */
	public static final int PARTITIONS = 2;

	private final TestBroker broker;

	private final KafkaClients clients;

	private final KafkaProducer<String, byte[]> producer;

	public EventTopics(Path directory) {
		this.broker = TestBroker.start(directory);
		this.clients = TestClients.of(this.broker.address());
		this.producer = new KafkaProducer<>(this.clients.producerProperties(), new StringSerializer(),
				new ByteArraySerializer());
	}

	public KafkaClients clients() {
		return this.clients;
	}

	/**
	 * Topics of their own, made now.
	 */
	public Topics create(String prefix) throws ExecutionException, InterruptedException {
		Topics topics = Topics.withPrefix(prefix);
		try (Admin admin = this.clients.admin("test", 60_000)) {
			admin
				.createTopics(Stream
					.of(topics.executions(), topics.taskRuns(), topics.flowHistories(), topics.incidents(),
							topics.instances(), topics.events(), topics.deadLetters())
					.map((topic) -> new NewTopic(topic.name(), PARTITIONS, (short) 1))
					.toList())
				.all()
				.get();
		}
		return topics;
	}

	public <V> void publish(Topic<V> topic, String key, @Nullable V value) {
		Headers headers = new RecordHeaders();
		byte[] bytes = (value != null) ? topic.serde().serializer().serialize(topic.name(), headers, value) : null;
		publish(new ProducerRecord<>(topic.name(), null, null, key, bytes, headers));
	}

	public void publish(ProducerRecord<String, byte[]> message) {
		try {
			this.producer.send(message).get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The committed events that the topic has, in the order of each partition.
	 */
	public List<CloudEvent> events(Topics topics) {
		return records(topics.events()).stream()
			.map((each) -> KafkaMessageFactory.createReader(each.headers(), each.value()).toEvent())
			.toList();
	}

	public List<ConsumerRecord<String, byte[]>> records(Topic<?> topic) {
		try (Consumer<String, byte[]> consumer = this.clients.consumer("test-reader", null, Map.of())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic.name())
				.stream()
				.map((each) -> new TopicPartition(each.topic(), each.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
			while (partitions.stream().anyMatch((each) -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
				consumer.poll(Duration.ofMillis(50)).forEach(records::add);
			}
			return records;
		}
	}

	/**
	 * How far a group has come.
	 */
	public long committed(String group, Set<String> names) throws ExecutionException, InterruptedException {
		try (Admin admin = this.clients.admin("test", 60_000)) {
			return admin.listConsumerGroupOffsets(group)
				.partitionsToOffsetAndMetadata()
				.get()
				.entrySet()
				.stream()
				.filter((each) -> names.contains(each.getKey().topic()) && each.getValue() != null)
				.mapToLong((each) -> each.getValue().offset())
				.sum();
		}
	}

	@Override
	public void close() {
		this.producer.close();
		this.broker.close();
	}

	/**
	 * An event of the topic, with what a filter may ask for.
	 */
	public static OutgoingEvent event(int number, String subject, Map<String, Object> data) {
		return new OutgoingEvent(OutgoingEvent.SPECVERSION, "id-" + number, "/windhover/test",
				EventType.EXECUTION_ENDED.type(), subject, EventSamples.AT, OutgoingEvent.DATA_TYPE,
				EventType.EXECUTION_ENDED.schema(), data);
	}

}
