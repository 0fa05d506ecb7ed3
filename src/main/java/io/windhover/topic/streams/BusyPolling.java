package io.windhover.topic.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;

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

	private final @Nullable Precedence precedence;

	/**
	 * With the topics of which one goes before the other, null where none does.
	 */
	BusyPolling(ConsumedPositions positions, @Nullable Precedence precedence) {
		this.positions = positions;
		this.precedence = precedence;
	}

	@Override
	public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
		return new BusyConsumer(config, this.positions,
				(this.precedence != null) ? new HeldBack(this.precedence) : null);
	}

	@Override
	public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
		return new TransactionalProducer(config, this.positions);
	}

	private static final class BusyConsumer extends KafkaConsumer<byte[], byte[]> {

		private final ConsumedPositions positions;

		private final Map<TopicPartition, ConsumedPositions.Returned> returned = new HashMap<>();

		private final @Nullable HeldBack heldBack;

		/** By Kafka Streams, which has enough of them. */
		private final Set<TopicPartition> paused = new HashSet<>();

		private long busyUntil = System.nanoTime();

		BusyConsumer(Map<String, Object> config, ConsumedPositions positions, @Nullable HeldBack heldBack) {
			super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
			this.positions = positions;
			this.heldBack = heldBack;
		}

		@Override
		public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
			holdBack();
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
			if (this.heldBack != null) {
				super.pause(this.heldBack.taken((each) -> records.records(each).size(), System.nanoTime()));
			}
			this.positions.polled(this, this.returned);
			return records;
		}

		@Override
		public void pause(Collection<TopicPartition> partitions) {
			this.paused.addAll(partitions);
			super.pause(partitions);
		}

		@Override
		public void resume(Collection<TopicPartition> partitions) {
			this.paused.removeAll(partitions);
			super.resume(partitions.stream()
				.filter((each) -> this.heldBack == null || !this.heldBack.isHeld(each))
				.toList());
		}

		private void holdBack() {
			if (this.heldBack != null) {
				Set<TopicPartition> assigned = assignment();
				this.paused.retainAll(assigned);
				HeldBack.Change change = this.heldBack.look(assigned, (each) -> currentLag(each).orElse(0),
						System.nanoTime());
				super.pause(change.hold());
				super.resume(change.release().stream().filter((each) -> !this.paused.contains(each)).toList());
			}
		}

	}

}
