package io.windhover.management.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What waited for a role at one instant.
 *
 * @param records that wait in all topics; null when unknown
 * @param oldestAge of the record that waits longest, zero when none does; null when
 * unknown
 * @param topics the same by topic
 * @param partitions the same by partition
 */
public record BacklogSample(Instant sampledAt, @Nullable Long records, @Nullable Duration oldestAge,
		List<TopicLag> topics, List<PartitionLag> partitions) {

	static BacklogSample of(Instant sampledAt, List<PartitionLag> partitions) {
		List<TopicLag> topics = TopicLag.of(partitions);
		TopicLag all = topics.stream().reduce(TopicLag::plus).orElse(new TopicLag("", null, null));
		return new BacklogSample(sampledAt, all.records(), all.age(), topics, partitions);
	}

}
