package io.windhover.management;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was found of a Kafka Streams client at one instant.
 *
 * @param threadsAlive null when the client does not say
 * @param threadsFailed null when the client does not say
 * @param restoring records still to restore; null when the client does not say
 */
public record StreamsSample(String clientId, Instant sampledAt, List<StoreLag> stores, List<PartitionLag> inputs,
		@Nullable Long threadsAlive, @Nullable Long threadsFailed, @Nullable Long restoring) {

	/**
	 * How far a local state store is behind its changelog.
	 */
	public record StoreLag(String store, int partition, long position, long end, long lag) {
	}

}
