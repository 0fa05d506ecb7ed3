package io.windhover.topic;

import java.util.concurrent.CompletableFuture;

import io.windhover.instance.Phases;
import org.apache.kafka.clients.producer.ProducerRecord;
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

	private final KafkaTemplate<String, byte[]> template;

	private volatile boolean running;

	public Publisher(KafkaTemplate<String, byte[]> template) {
		this.template = template;
	}

	/**
	 * Sends a record.
	 * @param value null for a tombstone
	 * @return completes when the broker has acknowledged it, or with the cause when it
	 * will not
	 */
	public <V> CompletableFuture<SendResult<String, byte[]>> send(Topic<V> topic, String key, @Nullable V value) {
		Headers headers = new RecordHeaders();
		byte[] bytes = (value != null) ? topic.serde().serializer().serialize(topic.name(), headers, value) : null;
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
