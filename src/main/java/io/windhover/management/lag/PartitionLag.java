package io.windhover.management.lag;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in a partition that it reads. Commit markers and records of
 * aborted transactions take offsets too and are no lag: a short lag is counted record by
 * record, a long one is the distance of the offsets and so at most that.
 *
 * @param position the next record to be read; null when the broker does not know the
 * partition
 * @param end the end of what is committed in the partition
 * @param records unread; null when unknown
 * @param age of the oldest unread record, zero when there is none; null when unknown
 */
public record PartitionLag(String topic, int partition, @Nullable Long position, @Nullable Long end,
		@Nullable Long records, @Nullable Duration age) {
}
