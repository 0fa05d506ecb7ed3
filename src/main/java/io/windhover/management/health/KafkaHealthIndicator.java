package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import io.windhover.management.KafkaSample;
import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the broker answered the sampler lately, and allowed this process what it needs.
 */
class KafkaHealthIndicator extends AbstractHealthIndicator {

	private final Sampler sampler;

	private final ManagementProperties properties;

	private final Supplier<List<String>> denials;

	private final Supplier<List<String>> deniedOfGroups;

	private final Clock clock;

	/**
	 * Prepares the indicator.
	 * @param denials gives what the broker denied lately
	 * @param deniedOfGroups gives what it denied lately of worker groups that flows name
	 */
	KafkaHealthIndicator(Sampler sampler, ManagementProperties properties, Supplier<List<String>> denials,
			Supplier<List<String>> deniedOfGroups, Clock clock) {
		super("The sampler cannot be read");
		this.denials = denials;
		this.deniedOfGroups = deniedOfGroups;
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		KafkaSample sample = this.sampler.kafka();
		Instant seen = sample.lastSeen();
		List<String> denied = this.denials.get();
		List<String> ofGroups = this.deniedOfGroups.get();
		if (seen == null) {
			builder.outOfService();
		}
		else {
			Duration age = Duration.between(seen, this.clock.instant());
			builder.withDetail("lastSeen", seen).withDetail("age", age);
			if (age.compareTo(limit()) > 0) {
				builder.down();
			}
			else if (!denied.isEmpty()) {
				builder.outOfService();
			}
			else {
				builder.status(ofGroups.isEmpty() ? Status.UP : Statuses.DEGRADED);
			}
		}
		if (!ofGroups.isEmpty()) {
			builder.withDetail("deniedOfGroups", ofGroups);
		}
		if (!denied.isEmpty()) {
			builder.withDetail("denied", denied);
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
