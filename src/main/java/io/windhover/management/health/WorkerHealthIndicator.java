package io.windhover.management.health;

import io.windhover.worker.WorkerView;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this worker would take a job.
 */
class WorkerHealthIndicator extends AbstractHealthIndicator {

	private static final String RUNNING = "running";

	private final WorkerView worker;

	WorkerHealthIndicator(WorkerView worker) {
		super("The worker cannot be read");
		this.worker = worker;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (this.worker.isReady() && RUNNING.equals(this.worker.state())) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("ready", this.worker.isReady())
			.withDetail("state", this.worker.state())
			.withDetail("slotsUsed", this.worker.slotsUsed())
			.withDetail("slotsMax", this.worker.slotsMax());
	}

}
