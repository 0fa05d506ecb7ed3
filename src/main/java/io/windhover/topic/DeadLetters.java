package io.windhover.topic;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/**
 * Keeps what nobody could read, with its cause, so that a broken record is neither lost
 * nor in the way. The header names are those of KIP-1034, by which Kafka Streams does the
 * same.
 */
public class DeadLetters {

	/** Prefix of the headers that tell the cause. */
	public static final String HEADER_PREFIX = "__streams.errors.";

	private static final int MAX_MESSAGE = 8_192;

	private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

	private final Publisher publisher;

	private final String topic;

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	DeadLetters(Publisher publisher, Topics topics) {
		this.publisher = publisher;
		this.topic = topics.deadLetters().name();
	}

	/**
	 * Puts a record aside, which counts when it is acknowledged.
	 * @return completes when it is safe to go on
	 */
	public CompletableFuture<?> add(ConsumerRecord<String, byte[]> message, Exception cause) {
		Headers headers = new RecordHeaders(message.headers());
		header(headers, "topic", message.topic());
		header(headers, "partition", Integer.toString(message.partition()));
		header(headers, "offset", Long.toString(message.offset()));
		header(headers, "exception", cause.getClass().getName());
		header(headers, "message", StringUtils.truncate(String.valueOf(cause.getMessage()), MAX_MESSAGE));
		return this.publisher
			.send(new ProducerRecord<>(this.topic, null, null, message.key(), message.value(), headers))
			.thenRun(() -> added(message.topic(), message.partition(), message.offset(), cause));
	}

	/**
	 * Records put aside by this process since it started, its topologies' included.
	 */
	public long count() {
		return this.counts.values().stream().mapToLong(LongAdder::sum).sum();
	}

	/**
	 * Those of them that were read from some topics.
	 */
	public long count(Predicate<String> topics) {
		return this.counts.entrySet()
			.stream()
			.filter((each) -> topics.test(each.getKey()))
			.mapToLong((each) -> each.getValue().sum())
			.sum();
	}

	/**
	 * Those of them that were read from one topic.
	 */
	public long count(String topic) {
		LongAdder count = this.counts.get(topic);
		return (count != null) ? count.sum() : 0;
	}

	/**
	 * Counts and tells of a record that a topology puts aside by itself.
	 */
	public void added(String topic, int partition, long offset, Exception cause) {
		this.counts.computeIfAbsent(topic, (key) -> new LongAdder()).increment();
		logger.warn("Put a record of {}-{} at offset {} to the dead letters: {}", topic, partition, offset,
				cause.getMessage());
	}

	private static void header(Headers headers, String name, String value) {
		headers.add(HEADER_PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
	}

}
