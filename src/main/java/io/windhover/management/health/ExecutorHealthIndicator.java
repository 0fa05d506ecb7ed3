package io.windhover.management.health;

import io.windhover.executor.ExecutorView;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this executor would take a command.
 */
class ExecutorHealthIndicator extends AbstractHealthIndicator {

	private final ExecutorView executor;

	ExecutorHealthIndicator(ExecutorView executor) {
		super("The executor cannot be read");
		this.executor = executor;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean ready = this.executor.isReady();
		if (ready) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("ready", ready);
	}

}
