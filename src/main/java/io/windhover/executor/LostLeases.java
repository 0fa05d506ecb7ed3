package io.windhover.executor;

import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.machine.Event;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes the attempts from workers that are gone: looks once at each worker that holds
 * leases, and reads the leases only of those that are gone.
 */
class LostLeases {

	private final KeyValueStore<String, Lease> leases;

	private final WorkerLiveness workers;

	private final ExecutorProcessor.Events events;

	LostLeases(KeyValueStore<String, Lease> leases, WorkerLiveness workers, ExecutorProcessor.Events events) {
		this.leases = leases;
		this.workers = workers;
		this.events = events;
	}

	void run() {
		InstanceRef worker = holderFrom(null);
		while (worker != null) {
			if (this.workers.isGone(worker)) {
				takeFrom(worker);
			}
			worker = holderFrom(Lease.after(worker));
		}
	}

	private @Nullable InstanceRef holderFrom(@Nullable String key) {
		try (KeyValueIterator<String, Lease> entries = this.leases.range(key, null)) {
			return entries.hasNext() ? entries.next().value.worker() : null;
		}
	}

	private void takeFrom(InstanceRef worker) {
		List<Lease> held = new ArrayList<>();
		try (KeyValueIterator<String, Lease> entries = this.leases.range(Lease.prefix(worker), Lease.after(worker))) {
			entries.forEachRemaining((entry) -> held.add(entry.value));
		}
		for (Lease lease : held) {
			this.events.apply(lease.executionId(), lease.taskRunId(), new Event.WorkerLost(lease.attempt(), worker));
			// gone already, unless the lease was not of the current attempt
			this.leases.delete(lease.key());
		}
	}

}
