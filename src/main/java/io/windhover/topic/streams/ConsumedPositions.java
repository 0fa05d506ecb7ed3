package io.windhover.topic.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the main consumers of an application have read, asked from other threads: the
 * answer comes with the next poll.
 */
public final class ConsumedPositions {

	private final Map<TopicPartition, CompletableFuture<ConsumedPosition>> wanted = new ConcurrentHashMap<>();

	private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();

	/**
	 * The position after a poll that ends from now on; never completes where no consumer
	 * of this process has the partition.
	 */
	public CompletableFuture<ConsumedPosition> next(TopicPartition partition) {
		return this.wanted.computeIfAbsent(partition, (asked) -> new CompletableFuture<>());
	}

	/**
	 * Called by the thread of a producer after the commit of a transaction: what was
	 * returned before these offsets is done with, also what was put aside.
	 */
	void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
		offsets.forEach((partition, offset) -> this.committed.put(partition, offset.offset()));
	}

	/**
	 * Called by the thread of a consumer after each poll.
	 * @param returned the last records that it returned, by partition
	 */
	void polled(Consumer<?, ?> consumer, Map<TopicPartition, Returned> returned) {
		if (this.wanted.isEmpty()) {
			return;
		}
		for (TopicPartition partition : consumer.assignment()) {
			CompletableFuture<ConsumedPosition> asked = this.wanted.remove(partition);
			if (asked != null) {
				answer(asked, consumer, partition, open(partition, returned.get(partition)));
			}
		}
	}

	private Returned open(TopicPartition partition, @Nullable Returned last) {
		return (last == null || this.committed.getOrDefault(partition, 0L) > last.offset()) ? Returned.NOTHING : last;
	}

	private static void answer(CompletableFuture<ConsumedPosition> asked, Consumer<?, ?> consumer,
			TopicPartition partition, Returned returned) {
		try {
			long position = consumer.position(partition, Duration.ZERO);
			asked.complete(new ConsumedPosition(position, returned.offset(), returned.nanos()));
		}
		catch (KafkaException | IllegalStateException ex) {
			asked.completeExceptionally(ex);
		}
	}

	/**
	 * The last record that a poll returned of a partition.
	 */
	record Returned(long offset, long nanos) {

		static final Returned NOTHING = new Returned(-1, 0);

	}

}
