package io.windhover.management.lag;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in a topic.
 *
 * @param records unread in all partitions; null when those of one are unknown
 * @param age of the oldest unread record, zero when there is none; null when that of a
 * partition is unknown
 */
public record TopicLag(String topic, @Nullable Long records, @Nullable Duration age) {

	/**
	 * The lags of partitions by topic, in the order of their names.
	 */
	public static List<TopicLag> of(Collection<PartitionLag> partitions) {
		TreeMap<String, TopicLag> topics = new TreeMap<>();
		partitions.forEach((each) -> topics.merge(each.topic(), new TopicLag(each.topic(), each.records(), each.age()),
				TopicLag::plus));
		return List.copyOf(topics.values());
	}

	TopicLag plus(TopicLag other) {
		return new TopicLag(this.topic, sum(this.records, other.records), longer(this.age, other.age));
	}

	static @Nullable Long sum(@Nullable Long one, @Nullable Long two) {
		return (one != null && two != null) ? Long.valueOf(one + two) : null;
	}

	static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration two) {
		if (one == null || two == null) {
			return null;
		}
		return (one.compareTo(two) >= 0) ? one : two;
	}

}
