package io.windhover.management.endpoint.incident;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint of events answers.
 */
public final class EventsDescriptors {

	private EventsDescriptors() {
	}

	/**
	 * The events of this instance.
	 *
	 * @param relay null where events are off
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Events(String instance, boolean enabled, @Nullable Relay relay,
			int subscriptionCount) implements OperationResponseBody {
	}

	/**
	 * What writes events to their topic.
	 *
	 * @param lastWrittenAt null before the first
	 * @param lag null when unknown
	 * @param error null while all goes well
	 * @param brokenSince null while all goes well
	 * @param sampledAt null before the first sample
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Relay(boolean ready, long written, @Nullable Instant lastWrittenAt, @Nullable Long lag,
			@Nullable String error, @Nullable Instant brokenSince, List<String> stopped, @Nullable Instant sampledAt) {
	}

	/**
	 * The subscriptions, as this instance delivers them.
	 */
	public record Subscriptions(String instance, List<Subscription> subscriptions) implements OperationResponseBody {
	}

	/**
	 * A subscription.
	 *
	 * @param brokenSince null while its thread works
	 * @param pending null when unknown
	 * @param lastDeliveredAt null before the first
	 * @param lastGivenUpAt null before the first
	 * @param lastError null before the first
	 * @param failing null while no event is tried again
	 * @param sampledAt null before the first sample
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Subscription(String name, String target, String format, List<String> types, String state,
			@Nullable Instant brokenSince, @Nullable Long pending, long delivered, long failed,
			@Nullable Instant lastDeliveredAt, @Nullable Instant lastGivenUpAt, @Nullable LastError lastError,
			@Nullable Failing failing, List<Position> positions, @Nullable Instant sampledAt) {
	}

	/**
	 * Why an attempt failed last.
	 */
	public record LastError(String message, Instant at) {
	}

	/**
	 * An event that is tried again.
	 */
	public record Failing(String subject, String error, Instant since, int attempts) {
	}

	/**
	 * How far a partition is delivered.
	 *
	 * @param lag null when unknown
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Position(int partition, long offset, @Nullable Long lag) {
	}

}
