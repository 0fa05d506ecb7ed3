package io.windhover.topic;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * How many partitions each topic has. Where the configuration leaves it open, existing
 * topics decide: stores are split by it, so it cannot change.
 */
public class PartitionCount {

	private final @Nullable Integer configured;

	private volatile int value;

	/**
	 * The count until topics are found.
	 * @param configured null where the configuration leaves it open
	 * @param forNewTopics the count of topics that are created then
	 */
	public PartitionCount(@Nullable Integer configured, int forNewTopics) {
		this.configured = configured;
		this.value = (configured != null) ? configured : forNewTopics;
	}

	/**
	 * That of existing topics once they are found; before that, what is expected.
	 */
	public int value() {
		return this.value;
	}

	/**
	 * The partition of a key among so many, as producers choose it.
	 */
	public static int partition(String key, int partitions) {
		return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
	}

	/**
	 * Whether the configuration sets it, so that existing topics must have as many.
	 */
	public boolean isConfigured() {
		return this.configured != null;
	}

	/** Takes over that of existing topics, unless it is configured. */
	public void found(int partitions) {
		if (!isConfigured()) {
			this.value = partitions;
		}
	}

}
