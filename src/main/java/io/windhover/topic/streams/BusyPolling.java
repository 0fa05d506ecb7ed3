package io.windhover.topic.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Gives Kafka Streams main consumers that wait only briefly while records arrive. A
 * commit that is due waits for the poll before it to return, so a short poll is what
 * makes an execution quick; a short poll all the time takes a tenth of a core from a
 * thread that has nothing to do.
 */
class BusyPolling extends DefaultKafkaClientSupplier {

	private static final Duration BRIEFLY = Duration.ofMillis(1);

	private static final long BUSY_NANOS = Duration.ofMillis(30).toNanos();

	private final ConsumedPositions positions;

	BusyPolling(ConsumedPositions positions) {
		this.positions = positions;
	}

	@Override
	public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
		return new BusyConsumer(config, this.positions);
	}

	@Override
	public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
		return new TransactionalProducer(config, this.positions);
	}

	private static final class BusyConsumer extends KafkaConsumer<byte[], byte[]> {

		private final ConsumedPositions positions;

		private final Map<TopicPartition, ConsumedPositions.Returned> returned = new HashMap<>();

		private long busyUntil = System.nanoTime();

		BusyConsumer(Map<String, Object> config, ConsumedPositions positions) {
			super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
			this.positions = positions;
		}

		@Override
		public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
			boolean busy = System.nanoTime() - this.busyUntil < 0 && timeout.compareTo(BRIEFLY) > 0;
			ConsumerRecords<byte[], byte[]> records = super.poll(busy ? BRIEFLY : timeout);
			if (!records.isEmpty()) {
				long now = System.nanoTime();
				this.busyUntil = now + BUSY_NANOS;
				for (TopicPartition partition : records.partitions()) {
					List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
					this.returned.put(partition,
							new ConsumedPositions.Returned(some.get(some.size() - 1).offset(), now));
				}
			}
			this.positions.polled(this, this.returned);
			return records;
		}

	}

}
