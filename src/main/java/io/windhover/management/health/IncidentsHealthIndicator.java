package io.windhover.management.health;

import java.time.Instant;
import java.util.Map;

import io.windhover.management.incident.Incidents;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * How many incidents are open in the cluster. That changes no status: what an incident
 * means for this instance its own component tells.
 */
class IncidentsHealthIndicator extends AbstractHealthIndicator {

	private final Incidents incidents;

	IncidentsHealthIndicator(Incidents incidents) {
		super("The incidents cannot be read");
		this.incidents = incidents;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		Instant sampledAt = this.incidents.sampledAt();
		if (sampledAt != null) {
			Map<String, Long> byKind = this.incidents.openByKind();
			builder.withDetail("open", byKind.values().stream().mapToLong(Long::longValue).sum())
				.withDetail("byKind", byKind)
				.withDetail("sampledAt", sampledAt);
		}
	}

}
