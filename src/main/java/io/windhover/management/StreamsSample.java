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
public record StreamsSample(String clientId, Instant sampledAt, List<StoreLag> stores, List<InputLag> inputs,
		@Nullable Long threadsAlive, @Nullable Long threadsFailed, @Nullable Long restoring) {

	/**
	 * How far a local state store is behind its changelog.
	 */
	public record StoreLag(String store, int partition, long position, long end, long lag) {
	}

	/**
	 * How far the client is behind in a partition that it reads.
	 *
	 * @param position the next record to be committed; null when the broker does not know
	 * the partition
	 * @param end the end of what is committed in the partition
	 */
	public record InputLag(String topic, int partition, @Nullable Long position, @Nullable Long end) {

		/**
		 * The records between; null when either is unknown.
		 */
		public @Nullable Long lag() {
			Long from = this.position;
			Long to = this.end;
			return (from != null && to != null) ? Long.valueOf(Math.max(0, to - from)) : null;
		}

	}

}
