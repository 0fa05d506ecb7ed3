package io.windhover.event;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How events leave through this instance. Reading it waits for nothing.
 */
public interface EventsView {

	/**
	 * What writes events to their topic; null where they are off.
	 */
	@Nullable Relay relay();

	/**
	 * The subscriptions, in the order of the configuration, as far as this instance
	 * delivers them.
	 */
	List<Subscribed> subscriptions();

	/**
	 * What writes events to their topic.
	 *
	 * @param ready whether it has its partitions
	 * @param written events since the start
	 * @param lastWrittenAt when it last wrote any; null before the first
	 * @param lag records of its partitions that it has not read; null when unknown
	 * @param error why it begins again; null while all goes well
	 * @param brokenSince since when it has not worked; null while all goes well
	 * @param stopped why it does not go on with a partition, for each of these
	 * @param sampledAt when the lag was known; null before the first time
	 */
	record Relay(boolean ready, long written, @Nullable Instant lastWrittenAt, @Nullable Long lag,
			@Nullable String error, @Nullable Instant brokenSince, List<String> stopped, @Nullable Instant sampledAt) {
	}

	/**
	 * A subscription.
	 *
	 * @param target scheme, host and port of the receiver
	 * @param types that it wants; empty for all
	 * @param state starting, delivering or retrying
	 * @param brokenSince since when its thread has not worked; null while that goes well
	 * @param pending events that wait; those that were not read yet count before any
	 * filter. Null when unknown
	 * @param delivered since the start
	 * @param failed events that were given up since the start
	 * @param lastDeliveredAt null before the first
	 * @param lastGivenUpAt null before the first
	 * @param lastError null before the first
	 * @param failing the event that is tried for the longest time; null while none fails
	 * @param positions up to where all is delivered, of each partition that this instance
	 * has
	 * @param sampledAt when that was so; null before the first time
	 */
	record Subscribed(String name, String target, String format, List<String> types, String state,
			@Nullable Instant brokenSince, @Nullable Long pending, long delivered, long failed,
			@Nullable Instant lastDeliveredAt, @Nullable Instant lastGivenUpAt, @Nullable LastError lastError,
			@Nullable Failing failing, List<Position> positions, @Nullable Instant sampledAt) {
	}

	/**
	 * Why an attempt failed last.
	 */
	record LastError(String message, Instant at) {
	}

	/**
	 * An event that is tried again.
	 *
	 * @param since the first attempt
	 */
	record Failing(String subject, String error, Instant since, int attempts) {
	}

	/**
	 * How far a partition is delivered.
	 *
	 * @param lag records that were not read; null when unknown
	 */
	record Position(int partition, long offset, @Nullable Long lag) {
	}

}
