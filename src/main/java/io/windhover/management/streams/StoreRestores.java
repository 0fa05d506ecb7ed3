package io.windhover.management.streams;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * The restores that a Kafka Streams client does now, as it tells of them.
 */
class StoreRestores implements StateRestoreListener {

	private final Map<Key, Running> running = new ConcurrentHashMap<>();

	private final Clock clock;

	StoreRestores(Clock clock) {
		this.clock = clock;
	}

	List<StoreRestore> all() {
		return this.running.values()
			.stream()
			.map(Running::restore)
			.sorted(Comparator.comparing(StoreRestore::store).thenComparing(StoreRestore::partition))
			.toList();
	}

	void clear() {
		this.running.clear();
	}

	@Override
	public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
		long total = Math.max(0, to - from);
		StoreRestore begun = new StoreRestore(store, partition.partition(), 0, total, total, this.clock.instant());
		this.running.put(new Key(store, partition.partition()), new Running(to, begun));
	}

	@Override
	public void onBatchRestored(TopicPartition partition, String store, long last, long records) {
		this.running.computeIfPresent(new Key(store, partition.partition()),
				(key, before) -> before.plus(last, records));
	}

	@Override
	public void onRestoreEnd(TopicPartition partition, String store, long records) {
		this.running.remove(new Key(store, partition.partition()));
	}

	@Override
	public void onRestoreSuspended(TopicPartition partition, String store, long records) {
		this.running.remove(new Key(store, partition.partition()));
	}

	private record Key(String store, int partition) {
	}

	private record Running(long end, StoreRestore restore) {

		Running plus(long last, long records) {
			return new Running(this.end, this.restore.plus(records, Math.max(0, this.end - last - 1)));
		}

	}

}
