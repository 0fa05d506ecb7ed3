package io.windhover.management.health;

import io.windhover.management.metrics.FlowLimit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether every flow has meters of its own.
 */
class MetricsHealthIndicator extends AbstractHealthIndicator {

	private final FlowLimit flows;

	MetricsHealthIndicator(FlowLimit flows) {
		super("The meters cannot be read");
		this.flows = flows;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		int overflow = this.flows.overflow();
		if (overflow > 0) {
			builder.status(Statuses.DEGRADED)
				.withDetail("error", ("%d flows share the meters of flow_id=__other__: raise "
						+ "windhover.metrics.max-flows and restart")
					.formatted(overflow));
		}
		else {
			builder.up();
		}
		builder.withDetail("overflow", overflow).withDetail("maxFlows", this.flows.maxFlows());
	}

}
