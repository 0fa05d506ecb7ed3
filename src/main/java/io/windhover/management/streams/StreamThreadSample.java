package io.windhover.management.streams;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A stream thread and what it had to do at one instant.
 *
 * @param state as Kafka Streams names it
 */
public record StreamThreadSample(String name, String state, List<Task> active, List<Task> standby) {

	/**
	 * A task: a part of the topology for one partition of its topics.
	 */
	public record Task(String id, List<Partition> partitions) {
	}

	/**
	 * A partition that a task reads; of a standby task that of a changelog.
	 *
	 * @param committed the next record to be processed after a crash; null when unknown
	 * @param end as the thread saw it last; null when it did not yet
	 */
	public record Partition(String topic, int partition, @Nullable Long committed, @Nullable Long end) {
	}

}
