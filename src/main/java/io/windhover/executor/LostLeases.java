package io.windhover.executor;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.machine.Event;

/**
 * Takes the attempts from workers that are gone: looks once at each worker that holds
 * leases, and reads the leases only of those that are gone.
 */
class LostLeases {

	private final LeaseStore leases;

	private final WorkerLiveness workers;

	private final ExecutorProcessor.Events events;

	LostLeases(LeaseStore leases, WorkerLiveness workers, ExecutorProcessor.Events events) {
		this.leases = leases;
		this.workers = workers;
		this.events = events;
	}

	void run() {
		this.leases.holders().stream().filter(this.workers::isGone).forEach(this::takeFrom);
	}

	private void takeFrom(InstanceRef worker) {
		for (Lease lease : this.leases.takeFrom(worker)) {
			this.events.apply(lease.executionId(), lease.taskRunId(), new Event.WorkerLost(lease.attempt(), worker));
			// gone already, unless the lease was not of the current attempt
			this.leases.delete(lease);
		}
	}

}
