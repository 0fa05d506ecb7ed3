package io.windhover.management.health;

import java.util.Set;

import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.topic.record.NewerRecord;
import io.windhover.worker.WorkerView;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this worker would take a job. One that an operator drained does not, on
 * purpose: that takes a process out of service that is nothing but a worker, and no
 * other, whose API and other roles work on. In maintenance none does, and all stay in
 * service, or an upgrade would wait for its new processes in vain.
 */
class WorkerHealthIndicator extends AbstractHealthIndicator {

	private static final String RUNNING = "running";

	private final WorkerView worker;

	private final boolean alone;

	WorkerHealthIndicator(WorkerView worker, Instance instance) {
		super("The worker cannot be read");
		this.worker = worker;
		this.alone = instance.roles().equals(Set.of(Role.WORKER));
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (this.worker.isReady() && RUNNING.equals(this.worker.state())) {
			builder.up();
		}
		else if (this.worker.isDrainRequested() && (!this.alone || this.worker.isInMaintenance())) {
			builder.status(Statuses.DEGRADED);
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("ready", this.worker.isReady())
			.withDetail("state", this.worker.state())
			.withDetail("slotsUsed", this.worker.slotsUsed())
			.withDetail("slotsMax", this.worker.slotsMax());
		NewerRecord stoppedAt = this.worker.stoppedAt();
		if (stoppedAt != null) {
			builder.withDetail("stopped", stoppedAt.reason());
		}
	}

}
