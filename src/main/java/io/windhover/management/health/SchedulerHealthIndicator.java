package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.flow.TriggerState;
import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.management.streams.StreamsClients;
import io.windhover.scheduler.SchedulerView;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether this scheduler looks for what is due. It is DOWN only when it does not although
 * it could: while the broker is gone or the streams rebalance, no restart would help.
 */
class SchedulerHealthIndicator extends AbstractHealthIndicator {

	private final SchedulerView scheduler;

	private final Sampler sampler;

	private final StreamsClients clients;

	private final ManagementProperties properties;

	private final Clock clock;

	SchedulerHealthIndicator(SchedulerView scheduler, Sampler sampler, StreamsClients clients,
			ManagementProperties properties, Clock clock) {
		super("The scheduler cannot be read");
		this.scheduler = scheduler;
		this.sampler = sampler;
		this.clients = clients;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Instant tick = this.scheduler.lastTick();
		boolean ready = this.scheduler.isReady();
		builder.status(status(ready, tick)).withDetail("ready", ready);
		if (tick != null) {
			builder.withDetail("lastTick", tick).withDetail("age", age(tick));
			lateness(builder);
		}
	}

	private void lateness(Health.Builder builder) {
		TriggerState latest = this.scheduler.latest();
		Duration lateness = (latest != null) ? latest.lateness(this.clock.instant()) : null;
		builder.withDetail("maxLateness", (lateness != null) ? lateness : Duration.ZERO);
		if (latest != null && lateness != null && !lateness.isZero()) {
			builder.withDetail("latestTrigger", latest.key());
		}
	}

	private Status status(boolean ready, @Nullable Instant tick) {
		if (!ready) {
			return Status.OUT_OF_SERVICE;
		}
		if (tick == null || !isOld(tick)) {
			return Status.UP;
		}
		return couldTick() ? Status.DOWN : Status.OUT_OF_SERVICE;
	}

	/**
	 * Whether the broker has answered and the streams have run for all the time in which
	 * a tick is missed.
	 */
	private boolean couldTick() {
		Instant answersSince = this.sampler.kafka().since();
		return answersSince != null && isOld(answersSince)
				&& this.clients.all()
					.stream()
					.allMatch((client) -> client.isRunning() && isOld(client.standing().since()));
	}

	private boolean isOld(Instant instant) {
		return age(instant).compareTo(this.properties.schedulerStall()) > 0;
	}

	private Duration age(Instant instant) {
		return Duration.between(instant, this.clock.instant());
	}

}
