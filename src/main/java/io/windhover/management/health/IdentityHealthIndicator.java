package io.windhover.management.health;

import io.windhover.cluster.Identity;
import io.windhover.execution.instance.Heartbeat;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this process may use its instance id. One that is fenced does no more work, and
 * a restart is refused as long as the other process lives.
 */
class IdentityHealthIndicator extends AbstractHealthIndicator {

	private final Identity identity;

	IdentityHealthIndicator(Identity identity) {
		super("The identity cannot be read");
		this.identity = identity;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Heartbeat rival = this.identity.rival();
		if (rival == null) {
			builder.up();
			return;
		}
		builder.outOfService()
			.withDetail("reason", "Another process has the instance id '%s'".formatted(rival.instance().id()))
			.withDetail("host", rival.host())
			.withDetail("incarnation", rival.instance().incarnation());
		if (rival.pid() != null) {
			builder.withDetail("pid", rival.pid());
		}
	}

}
