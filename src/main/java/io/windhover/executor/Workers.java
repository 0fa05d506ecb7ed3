package io.windhover.executor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.Heartbeat;
import io.windhover.execution.InstanceRef;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the heartbeats tell of the workers.
 */
class Workers implements WorkerLiveness {

	private static final String RUNNING = "running";

	private final InstanceRegistry instances;

	private final Duration lease;

	private final Clock clock;

	Workers(InstanceRegistry instances, Duration lease, Clock clock) {
		this.instances = instances;
		this.lease = lease;
		this.clock = clock;
	}

	@Override
	public boolean isGone(InstanceRef worker) {
		return this.instances.isGone(worker, this.lease);
	}

	/**
	 * Since when a worker is not heard; null while it is, or while nobody is.
	 */
	@Nullable Silence silence(InstanceRef worker) {
		Instant since = this.instances.silentSince(worker);
		if (since == null) {
			return null;
		}
		Instant ends = since.plus(this.lease);
		if (ends.isAfter(this.clock.instant()) && isGone(worker)) {
			return new Silence(since, since, "worker '%s' has begun a new life at %s".formatted(worker.id(), since));
		}
		return new Silence(since, ends,
				"worker '%s' is silent since %s; its lease ends at %s".formatted(worker.id(), since, ends));
	}

	/**
	 * Why a job may wait in the queue.
	 */
	String whyNobodyTakes() {
		if (this.instances.isDeaf()) {
			return "no heartbeat is heard, not even that of this process: the broker may be away";
		}
		List<Heartbeat> alive = this.instances.all()
			.stream()
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((each) -> each.roles().contains(Role.WORKER.id())
					&& this.instances.silentSince(each.instance()) == null)
			.toList();
		if (alive.isEmpty()) {
			return "no worker is alive";
		}
		List<Heartbeat> taking = alive.stream().filter((each) -> RUNNING.equals(each.workerState())).toList();
		if (taking.isEmpty()) {
			return "workers alive: %d, and all are draining".formatted(alive.size());
		}
		int slots = taking.stream().mapToInt(Heartbeat::slotsMax).sum();
		int free = slots - taking.stream().mapToInt(Heartbeat::slotsUsed).sum();
		return (free <= 0) ? "workers: %d, and all their %d slots are used".formatted(taking.size(), slots)
				: "workers: %d, with %d of %d slots free, and none takes it".formatted(taking.size(), free, slots);
	}

	/**
	 * A worker that is not heard.
	 *
	 * @param leaseEndsAt when its task runs are taken from it
	 */
	record Silence(Instant since, Instant leaseEndsAt, String text) {
	}

}
