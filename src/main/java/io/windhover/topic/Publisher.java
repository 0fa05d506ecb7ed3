package io.windhover.topic;

import java.util.concurrent.CompletableFuture;

import io.windhover.instance.Phases;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/**
 * Writes records outside of the topologies, idempotently and acknowledged by all
 * replicas.
 */
public class Publisher implements SmartLifecycle {

	/** Of the key, the headers and the batch around a record, in bytes. */
	private static final int MARGIN = 2 * 1024;

	private final KafkaTemplate<String, byte[]> template;

	private final int maxRecordSize;

	private volatile boolean running;

	/**
	 * Over a template.
	 * @param maxRecordSize bytes that a record may have
	 */
	public Publisher(KafkaTemplate<String, byte[]> template, int maxRecordSize) {
		this.template = template;
		this.maxRecordSize = maxRecordSize;
	}

	/**
	 * Sends a record.
	 * @param value null for a tombstone
	 * @return completes when the broker has acknowledged it, or with the cause when it
	 * will not; that is a {@link RecordTooLargeException} where it is too large
	 */
	public <V> CompletableFuture<SendResult<String, byte[]>> send(Topic<V> topic, String key, @Nullable V value) {
		Headers headers = new RecordHeaders();
		byte[] bytes = (value != null) ? topic.serde().serializer().serialize(topic.name(), headers, value) : null;
		if (bytes != null && bytes.length + MARGIN > this.maxRecordSize) {
			return CompletableFuture.failedFuture(new RecordTooLargeException(
					"a record of %d bytes for the topic %s is more than windhover.topics.max-record-size (%d) allows"
						.formatted(bytes.length + MARGIN, topic.name(), this.maxRecordSize)));
		}
		return this.template.send(new ProducerRecord<>(topic.name(), null, null, key, bytes, headers));
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Closes the producer before the embedded broker stops, so that it does not look for
	 * it in vain.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.template.getProducerFactory().reset();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.TOPICS;
	}

	/**
	 * Publishes a record as it is, without the header of the schema version.
	 * @return completes when the broker has acknowledged it
	 */
	public CompletableFuture<SendResult<String, byte[]>> send(ProducerRecord<String, byte[]> message) {
		return this.template.send(message);
	}

}
