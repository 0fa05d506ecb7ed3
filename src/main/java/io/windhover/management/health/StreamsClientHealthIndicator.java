package io.windhover.management.health;

import java.time.Clock;
import java.time.Instant;

import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsSample;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Where one Kafka Streams client stands. One that runs is DEGRADED while it has fewer
 * threads than it should, and while it rebalances again and again. One that stopped at a
 * record of a newer version is not DOWN, since a restart does not cure that.
 */
class StreamsClientHealthIndicator extends AbstractHealthIndicator {

	private final StreamsClient client;

	private final NewerRecords newerRecords;

	private final Sampler sampler;

	private final ManagementProperties properties;

	private final Clock clock;

	StreamsClientHealthIndicator(StreamsClient client, NewerRecords newerRecords, Sampler sampler,
			ManagementProperties properties, Clock clock) {
		super("The state of the client cannot be read");
		this.client = client;
		this.newerRecords = newerRecords;
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		StreamsClient.Standing standing = this.client.standing();
		StreamsSample sample = this.sampler.streams(this.client.clientId());
		Long failed = (sample != null) ? sample.threadsFailed() : null;
		Long alive = alive(standing, sample);
		long rebalances = this.client.rebalancesSince(this.clock.instant().minus(this.properties.rebalanceWindow()));
		String reason = reason(standing, alive, rebalances);
		builder.status(status(standing, reason))
			.withDetail("applicationId", this.client.applicationId())
			.withDetail("state", standing.state())
			.withDetail("since", standing.since())
			.withDetail("threads", this.client.threads())
			.withDetail("rebalances", rebalances);
		if (reason != null) {
			builder.withDetail("reason", reason);
		}
		if (alive != null) {
			builder.withDetail("threadsAlive", alive);
		}
		if (failed != null) {
			builder.withDetail("threadsFailed", failed);
		}
	}

	private Status status(StreamsClient.Standing standing, @Nullable String reason) {
		return switch (standing.state()) {
			case RUNNING -> (reason != null) ? Statuses.DEGRADED : Status.UP;
			case ERROR, PENDING_ERROR -> (newer() != null) ? Status.OUT_OF_SERVICE : Status.DOWN;
			case REBALANCING -> isWithinGrace(standing) ? Statuses.DEGRADED : Status.OUT_OF_SERVICE;
			case CREATED, PENDING_SHUTDOWN, NOT_RUNNING -> Status.OUT_OF_SERVICE;
		};
	}

	private @Nullable String reason(StreamsClient.Standing standing, @Nullable Long alive, long rebalances) {
		return switch (standing.state()) {
			case RUNNING, REBALANCING -> {
				if (rebalances > this.properties.rebalanceStorm()) {
					yield "A storm: it rebalanced %d times within %s".formatted(rebalances,
							this.properties.rebalanceWindow());
				}
				if (alive != null && alive < this.client.threads()) {
					yield "It has %d of %d threads".formatted(alive, this.client.threads());
				}
				yield this.client.isRunning() ? null : "It rebalances";
			}
			case ERROR, PENDING_ERROR -> {
				NewerRecord newer = newer();
				yield (newer != null) ? newer.reason() : "Its threads failed; the log says why";
			}
			case CREATED -> "It has not started yet";
			case PENDING_SHUTDOWN, NOT_RUNNING -> "It was stopped";
		};
	}

	private @Nullable NewerRecord newer() {
		return this.newerRecords.find(this.client.applicationId());
	}

	/**
	 * How many threads live; unknown as long as the sample is older than the state.
	 */
	private static @Nullable Long alive(StreamsClient.Standing standing, @Nullable StreamsSample sample) {
		return (sample != null && !sample.sampledAt().isBefore(standing.since())) ? sample.threadsAlive() : null;
	}

	/**
	 * A client that never ran has no work yet that it could go on with.
	 */
	private boolean isWithinGrace(StreamsClient.Standing standing) {
		Instant limit = standing.since().plus(this.properties.rebalanceGrace());
		return this.client.hasEverRun() && !this.clock.instant().isAfter(limit);
	}

}
