package io.windhover.management.streams;

import java.time.Instant;
import java.util.List;

import io.windhover.management.lag.PartitionLag;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a Kafka Streams client at one instant.
 *
 * @param threads those that have not ended
 * @param threadsAlive null when the client does not say
 * @param threadsFailed since the client was made; null when it does not say
 */
public record StreamsSample(String clientId, Instant sampledAt, List<StoreLag> stores, List<PartitionLag> inputs,
		List<StreamThreadSample> threads, @Nullable Long threadsAlive, @Nullable Long threadsFailed) {

	/**
	 * How far a local state store is behind its changelog.
	 *
	 * @param lag zero when there is no record between position and end, only markers
	 */
	public record StoreLag(String store, int partition, long position, long end, long lag) {
	}

}
