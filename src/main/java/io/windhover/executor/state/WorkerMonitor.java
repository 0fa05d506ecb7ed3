package io.windhover.executor.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.flow.WorkerGroup;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the heartbeats tell of the workers.
 */
public class WorkerMonitor implements WorkerLiveness {

	private static final String RUNNING = "running";

	private final InstanceRegistry instances;

	private final Duration lease;

	private final Clock clock;

	/**
	 * Makes the view of the workers.
	 * @param lease how long a silent worker keeps its task runs
	 */
	public WorkerMonitor(InstanceRegistry instances, Duration lease, Clock clock) {
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
	 * Why a job of a worker group may wait in the queue.
	 */
	String whyNobodyTakes(String group) {
		if (this.instances.isIsolated()) {
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
		List<Heartbeat> serving = alive.stream().filter((each) -> each.servedGroups().contains(group)).toList();
		String ofGroup = group.equals(WorkerGroup.DEFAULT) ? "" : " of group '%s'".formatted(group);
		if (serving.isEmpty()) {
			return "workers alive: %d, and none serves the group '%s'".formatted(alive.size(), group);
		}
		List<Heartbeat> taking = serving.stream().filter((each) -> RUNNING.equals(each.workerState())).toList();
		if (taking.isEmpty()) {
			return "workers%s alive: %d, and all are draining".formatted(ofGroup, serving.size());
		}
		int slots = taking.stream().mapToInt(Heartbeat::slotsMax).sum();
		int free = slots - taking.stream().mapToInt(Heartbeat::slotsUsed).sum();
		return (free <= 0) ? "workers%s: %d, and all their %d slots are used".formatted(ofGroup, taking.size(), slots)
				: "workers%s: %d, with %d of %d slots free, and none takes it".formatted(ofGroup, taking.size(), free,
						slots);
	}

	/**
	 * A worker that is not heard.
	 *
	 * @param leaseEndsAt when its task runs are taken from it
	 */
	record Silence(Instant since, Instant leaseEndsAt, String text) {
	}

}
