package io.windhover.indexer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.windhover.repository.Repository;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts each partition where both the repository and the group have it, and follows how
 * a repository that has less than the group is filled again.
 */
class Positions {

	private static final Logger logger = LoggerFactory.getLogger(Positions.class);

	private final Consumer<String, byte[]> consumer;

	private final Repository repository;

	private final IndexerState state;

	/** Where the group was, of each partition that is behind it. */
	private final Map<TopicPartition, Long> targets = new HashMap<>();

	private final Map<TopicPartition, Long> reached = new HashMap<>();

	private long total;

	Positions(Consumer<String, byte[]> consumer, Repository repository, IndexerState state) {
		this.consumer = consumer;
		this.repository = repository;
		this.state = state;
	}

	void seek(Set<TopicPartition> partitions) {
		Map<TopicPartition, Long> stored = this.repository.offsets();
		if (stored == null) {
			return;
		}
		Map<TopicPartition, OffsetAndMetadata> committed = this.consumer.committed(partitions);
		Map<TopicPartition, Long> beginnings = this.consumer.beginningOffsets(partitions);
		Map<TopicPartition, Long> ends = this.consumer.endOffsets(partitions);
		for (TopicPartition partition : partitions) {
			OffsetAndMetadata group = committed.get(partition);
			long beginning = beginnings.getOrDefault(partition, 0L);
			Long own = stored.get(partition);
			Long common = common(partition, own, group, ends.getOrDefault(partition, 0L));
			long start = Math.max((common != null) ? common : 0, beginning);
			this.consumer.seek(partition, start);
			if (group != null && group.offset() > start) {
				this.targets.put(partition, group.offset());
				this.reached.put(partition, start);
				this.total += group.offset() - start;
			}
			else if (group != null && common == null && group.offset() > 0) {
				logger.warn("The repository lacks {} up to offset {}, which the topic no longer has", partition,
						group.offset());
			}
		}
		begin();
	}

	/**
	 * Notes that what is before these offsets is in the repository.
	 */
	void reached(Map<TopicPartition, OffsetAndMetadata> offsets) {
		if (this.targets.isEmpty()) {
			return;
		}
		offsets.forEach((partition, next) -> this.reached.replace(partition, next.offset()));
		report();
	}

	void revoked(Collection<TopicPartition> partitions) {
		if (this.targets.keySet().removeAll(partitions)) {
			this.reached.keySet().removeAll(partitions);
			report();
		}
	}

	/** Null to start at the beginning: of a new repository, or a new topic. */
	private static @Nullable Long common(TopicPartition partition, @Nullable Long own,
			@Nullable OffsetAndMetadata group, long end) {
		if (own == null) {
			return null;
		}
		if (group == null || own > end) {
			logger.warn(
					"The repository has {} up to offset {}, but the topic ends at {} and the group is at {}: "
							+ "the topic is another one, or an older copy. It is read from the beginning.",
					partition, own, end, (group != null) ? group.offset() : "no offset");
			return null;
		}
		return Math.min(own, group.offset());
	}

	private void begin() {
		if (!this.targets.isEmpty()) {
			logger.warn("The repository is empty or older than the indexer's group: it is filled again from the "
					+ "topics, {} records of {} partitions", this.total, this.targets.size());
			report();
		}
	}

	private void report() {
		long remaining = this.targets.entrySet()
			.stream()
			.mapToLong((target) -> Math.max(0, target.getValue() - this.reached.getOrDefault(target.getKey(), 0L)))
			.sum();
		this.state.refill(this.total, remaining);
		if (remaining == 0) {
			logger.info("The repository is filled again, with {} records", this.total);
			this.targets.clear();
			this.reached.clear();
			this.total = 0;
		}
	}

}
