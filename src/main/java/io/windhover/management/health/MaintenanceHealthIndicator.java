package io.windhover.management.health;

import io.windhover.execution.Maintenance;
import io.windhover.topic.MaintenanceMode;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the cluster is in maintenance, so that nobody forgets it. That changes no
 * status: it is on purpose.
 */
class MaintenanceHealthIndicator extends AbstractHealthIndicator {

	private final MaintenanceMode mode;

	MaintenanceHealthIndicator(MaintenanceMode mode) {
		super("The maintenance cannot be read");
		this.mode = mode;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		if (!this.mode.isKnown()) {
			return;
		}
		Maintenance current = this.mode.current();
		builder.withDetail("on", current != null);
		if (current != null) {
			builder.withDetail("since", current.since()).withDetail("by", current.by());
			if (current.reason() != null) {
				builder.withDetail("reason", current.reason());
			}
		}
	}

}
