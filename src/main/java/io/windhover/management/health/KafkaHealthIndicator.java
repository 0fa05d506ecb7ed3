package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.management.KafkaSample;
import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the broker answered the sampler lately.
 */
class KafkaHealthIndicator extends AbstractHealthIndicator {

	private final Sampler sampler;

	private final ManagementProperties properties;

	private final Clock clock;

	KafkaHealthIndicator(Sampler sampler, ManagementProperties properties, Clock clock) {
		super("The sampler cannot be read");
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		KafkaSample sample = this.sampler.kafka();
		Instant seen = sample.lastSeen();
		if (seen == null) {
			builder.outOfService();
		}
		else {
			Duration age = Duration.between(seen, this.clock.instant());
			builder.withDetail("lastSeen", seen).withDetail("age", age);
			if (age.compareTo(limit()) > 0) {
				builder.down();
			}
			else {
				builder.up();
			}
		}
		String error = sample.error();
		if (error != null) {
			builder.withDetail("error", error);
		}
	}

	// one missed answer is no loss, so that a single slow one does not flap
	private Duration limit() {
		return this.properties.sampleInterval().multipliedBy(2).plus(this.properties.sampleTimeout().multipliedBy(2));
	}

}
