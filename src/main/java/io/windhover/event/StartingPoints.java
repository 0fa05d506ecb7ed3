package io.windhover.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a group goes on: where it was, and at the end of what it has not read before, so
 * that what is switched on today reports nothing of yesterday.
 */
public final class StartingPoints {

	private StartingPoints() {
	}

	/**
	 * The offset to begin at for each partition; asks the broker and may block.
	 * @param consumer of the group, whose position it does not move
	 */
	public static Map<TopicPartition, Long> of(Consumer<String, byte[]> consumer,
			Collection<TopicPartition> partitions) {
		Map<TopicPartition, Long> points = new HashMap<>();
		Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
		for (TopicPartition partition : partitions) {
			OffsetAndMetadata offset = committed.get(partition);
			if (offset != null) {
				points.put(partition, offset.offset());
			}
		}
		Set<TopicPartition> unread = new HashSet<>(partitions);
		unread.removeAll(points.keySet());
		if (!unread.isEmpty()) {
			points.putAll(consumer.endOffsets(unread));
		}
		return points;
	}

	/**
	 * How many records are not read yet; null where that is not known, as without a
	 * partition.
	 */
	public static @Nullable Long lag(Consumer<String, byte[]> consumer) {
		Set<TopicPartition> assigned = consumer.assignment();
		if (assigned.isEmpty()) {
			return null;
		}
		long lag = 0;
		for (TopicPartition partition : assigned) {
			var own = consumer.currentLag(partition);
			if (own.isEmpty()) {
				return null;
			}
			lag += own.getAsLong();
		}
		return lag;
	}

}
