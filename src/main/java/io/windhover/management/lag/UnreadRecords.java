package io.windhover.management.lag;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the first committed records from a position on, to tell what is unread from what
 * only takes offsets. It reads at most some of each partition, however many there are,
 * and never longer than a timeout. Only the sampler may use it, on its thread.
 */
public class UnreadRecords implements AutoCloseable {

	/** So many are counted one by one in each partition. */
	static final int MOST_RECORDS = 100;

	public static final int MOST_BYTES = 64 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(UnreadRecords.class);

	private static final Duration POLL = Duration.ofMillis(100);

	private final LazyClient<Consumer<String, byte[]>> consumer;

	private final Duration timeout;

	/**
	 * Opens no consumer before the first look.
	 * @param factory makes a consumer, and another one after a failure
	 * @param timeout of one look at all partitions together
	 */
	public UnreadRecords(Supplier<Consumer<String, byte[]>> factory, Duration timeout) {
		this.consumer = new LazyClient<>(factory, Consumer::close);
		this.timeout = timeout;
	}

	/**
	 * What is unread in each range; a range about which nothing could be found out is
	 * missing.
	 */
	public Map<TopicPartition, Unread> find(Map<TopicPartition, Range> ranges) throws InterruptedException {
		if (ranges.isEmpty()) {
			return Map.of();
		}
		try {
			return read(this.consumer.get(), ranges);
		}
		catch (InterruptException ex) {
			throw new InterruptedException(ex.getMessage());
		}
		catch (KafkaException ex) {
			logger.debug("Unread records cannot be looked at", ex);
			close();
			return Map.of();
		}
	}

	private Map<TopicPartition, Unread> read(Consumer<String, byte[]> client, Map<TopicPartition, Range> ranges) {
		Map<TopicPartition, Count> counts = new HashMap<>();
		Set<TopicPartition> open = new HashSet<>(ranges.keySet());
		client.assign(open);
		ranges.forEach((partition, range) -> client.seek(partition, range.from()));
		long deadline = System.nanoTime() + this.timeout.toNanos();
		while (!open.isEmpty() && System.nanoTime() < deadline) {
			ConsumerRecords<String, byte[]> polled = client.poll(POLL);
			for (TopicPartition partition : Set.copyOf(open)) {
				Count count = counts.computeIfAbsent(partition, (key) -> new Count());
				polled.records(partition).forEach(count::add);
				count.position = Math.max(count.position, position(client, partition));
				if (count.isEnough() || count.position >= range(ranges, partition).to()) {
					open.remove(partition);
					client.pause(Set.of(partition));
				}
			}
		}
		client.assign(Set.of());
		return unread(ranges, counts, open);
	}

	private static Map<TopicPartition, Unread> unread(Map<TopicPartition, Range> ranges,
			Map<TopicPartition, Count> counts, Collection<TopicPartition> unfinished) {
		Map<TopicPartition, Unread> unread = new HashMap<>();
		counts.forEach((partition, count) -> {
			if (count.records > 0 || !unfinished.contains(partition)) {
				long rest = Math.max(0, range(ranges, partition).to() - count.position);
				unread.put(partition, new Unread(count.records + rest, count.oldest));
			}
		});
		return unread;
	}

	@SuppressWarnings("NullAway") // asked for its own keys only
	private static Range range(Map<TopicPartition, Range> ranges, TopicPartition partition) {
		return ranges.get(partition);
	}

	/**
	 * Where it is, which passes markers too; -1 while the consumer looks for the first
	 * record, because the one at the position was deleted.
	 */
	private static long position(Consumer<String, byte[]> client, TopicPartition partition) {
		try {
			return client.position(partition, POLL);
		}
		catch (TimeoutException ex) {
			return -1;
		}
	}

	@Override
	public void close() {
		this.consumer.close();
	}

	/**
	 * Offsets, the last one excluded.
	 */
	public record Range(long from, long to) {
	}

	/**
	 * What was found in a range.
	 *
	 * @param oldest timestamp of the first record; null when there is no record, or it
	 * has none
	 */
	public record Unread(long records, @Nullable Long oldest) {
	}

	private static final class Count {

		private long records;

		private long bytes;

		private @Nullable Long oldest;

		private long position = -1;

		void add(ConsumerRecord<String, byte[]> message) {
			if (this.records == 0 && message.timestamp() >= 0) {
				this.oldest = message.timestamp();
			}
			this.records++;
			this.bytes += message.serializedValueSize();
		}

		boolean isEnough() {
			return this.records >= MOST_RECORDS || this.bytes >= MOST_BYTES;
		}

	}

}
