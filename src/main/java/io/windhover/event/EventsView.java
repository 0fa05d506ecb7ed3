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
	 * What writes events to their topic.
	 *
	 * @param ready whether it has its partitions
	 * @param written events since the start
	 * @param lastWrittenAt when it last wrote any; null before the first
	 * @param lag records of its partitions that it has not read; null when unknown
	 * @param error why it begins again; null while all goes well
	 * @param stopped why it does not go on with a partition, for each of these
	 * @param sampledAt when the lag was known; null before the first time
	 */
	record Relay(boolean ready, long written, @Nullable Instant lastWrittenAt, @Nullable Long lag,
			@Nullable String error, List<String> stopped, @Nullable Instant sampledAt) {
	}

}
