package io.windhover.topic;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.windhover.instance.Phases;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/**
 * Writes records that may be lost, with a producer of its own: a flood of them delays
 * none of what {@link Publisher} sends, and drops records before it blocks the caller.
 */
public class LossyPublisher implements SmartLifecycle {

	/** Below the buffer of the producer, which blocks when it is full. */
	private static final long MAX_BYTES_IN_FLIGHT = 8L * 1024 * 1024;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final DefaultKafkaProducerFactory<String, byte[]> producers;

	private final KafkaTemplate<String, byte[]> template;

	private final AtomicLong bytesInFlight = new AtomicLong();

	private volatile boolean running;

	LossyPublisher(DefaultKafkaProducerFactory<String, byte[]> producers) {
		producers.setPhysicalCloseTimeout((int) CLOSE_TIMEOUT.toSeconds());
		this.producers = producers;
		this.template = new KafkaTemplate<>(producers);
	}

	/**
	 * Sends a record, or drops it when too much waits for the broker.
	 * @return completes when the broker has acknowledged it, or with the cause when it
	 * will not
	 */
	public <V> CompletableFuture<SendResult<String, byte[]>> send(Topic<V> topic, String key, V value) {
		if (this.bytesInFlight.get() >= MAX_BYTES_IN_FLIGHT) {
			return CompletableFuture.failedFuture(
					new BufferExhaustedException("%d bytes wait for the broker".formatted(MAX_BYTES_IN_FLIGHT)));
		}
		Headers headers = new RecordHeaders();
		byte[] bytes = topic.serde().serializer().serialize(topic.name(), headers, value);
		this.bytesInFlight.addAndGet(bytes.length);
		try {
			return this.template.send(new ProducerRecord<>(topic.name(), null, null, key, bytes, headers))
				.whenComplete((result, ex) -> this.bytesInFlight.addAndGet(-bytes.length));
		}
		catch (RuntimeException ex) {
			this.bytesInFlight.addAndGet(-bytes.length);
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Closes the producer before the embedded broker stops, and waits some seconds for
	 * what is on its way.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.producers.reset();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.TOPICS;
	}

}
