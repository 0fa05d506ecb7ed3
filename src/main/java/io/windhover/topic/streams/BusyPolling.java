package io.windhover.topic.streams;

import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Gives Kafka Streams main consumers that wait only briefly while records arrive. A
 * commit that is due waits for the poll before it to return, so a short poll is what
 * makes an execution quick; a short poll all the time takes a tenth of a core from a
 * thread that has nothing to do.
 */
final class BusyPolling extends DefaultKafkaClientSupplier {

	private static final Duration BRIEFLY = Duration.ofMillis(1);

	private static final long BUSY_NANOS = Duration.ofMillis(30).toNanos();

	@Override
	public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
		return new BusyConsumer(config);
	}

	private static final class BusyConsumer extends KafkaConsumer<byte[], byte[]> {

		private long busyUntil = System.nanoTime();

		BusyConsumer(Map<String, Object> config) {
			super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		}

		@Override
		public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
			boolean busy = System.nanoTime() - this.busyUntil < 0 && timeout.compareTo(BRIEFLY) > 0;
			ConsumerRecords<byte[], byte[]> records = super.poll(busy ? BRIEFLY : timeout);
			if (!records.isEmpty()) {
				this.busyUntil = System.nanoTime() + BUSY_NANOS;
			}
			return records;
		}

	}

}
