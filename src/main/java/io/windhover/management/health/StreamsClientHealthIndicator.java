package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;

import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.management.StreamsClient;
import io.windhover.management.StreamsSample;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Where one Kafka Streams client stands.
 */
class StreamsClientHealthIndicator extends AbstractHealthIndicator {

	private final StreamsClient client;

	private final Sampler sampler;

	private final ManagementProperties properties;

	private final Clock clock;

	StreamsClientHealthIndicator(StreamsClient client, Sampler sampler, ManagementProperties properties, Clock clock) {
		super("The state of the client cannot be read");
		this.client = client;
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		StreamsClient.Standing standing = this.client.standing();
		StreamsSample sample = this.sampler.streams(this.client.clientId());
		Long failed = (sample != null) ? sample.threadsFailed() : null;
		Long alive = (sample != null) ? sample.threadsAlive() : null;
		builder.status(status(standing))
			.withDetail("applicationId", this.client.applicationId())
			.withDetail("state", standing.state())
			.withDetail("since", standing.since());
		if (alive != null) {
			builder.withDetail("threadsAlive", alive);
		}
		if (failed != null) {
			builder.withDetail("threadsFailed", failed);
		}
	}

	private Status status(StreamsClient.Standing standing) {
		return switch (standing.state()) {
			case RUNNING -> Status.UP;
			case ERROR, PENDING_ERROR -> Status.DOWN;
			case REBALANCING -> isWithinGrace(standing) ? Statuses.DEGRADED : Status.OUT_OF_SERVICE;
			case CREATED, PENDING_SHUTDOWN, NOT_RUNNING -> Status.OUT_OF_SERVICE;
		};
	}

	/**
	 * A client that never ran has no work yet that it could go on with.
	 */
	private boolean isWithinGrace(StreamsClient.Standing standing) {
		Duration since = Duration.between(standing.since(), this.clock.instant());
		return this.client.hasEverRun() && since.compareTo(this.properties.rebalanceGrace()) <= 0;
	}

}
