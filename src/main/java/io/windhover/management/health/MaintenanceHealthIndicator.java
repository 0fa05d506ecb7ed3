package io.windhover.management.health;

import io.windhover.execution.instance.Maintenance;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the cluster is in maintenance, so that nobody forgets it. That changes no
 * status: it is on purpose, unlike a switch that cannot be read.
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
		MaintenanceMode.Unreadable unreadable = this.mode.unreadable();
		if (unreadable != null) {
			builder.status(Statuses.DEGRADED)
				.withDetail("since", unreadable.since())
				.withDetail("error", "Nothing begins on this instance, since the record of the maintenance cannot be "
						+ "read: " + unreadable.reason());
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
