package io.windhover.cluster.owner;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;

/**
 * Which other instances own partitions of executions, by their heartbeats.
 */
class OwnerDirectory {

	private final InstanceRegistry registry;

	private final Instance instance;

	private final Clock clock;

	OwnerDirectory(InstanceRegistry registry, Instance instance, Clock clock) {
		this.registry = registry;
		this.instance = instance;
		this.clock = clock;
	}

	/**
	 * Those that say they have a partition: after it moved, that may be two for a moment,
	 * the one heard last first.
	 */
	List<Heartbeat> owners(int partition) {
		return recent().filter((each) -> each.partitions().contains(partition)).toList();
	}

	/**
	 * Those that have any partition.
	 */
	List<Heartbeat> all() {
		return recent().filter((each) -> !each.partitions().isEmpty()).toList();
	}

	private Stream<Heartbeat> recent() {
		return this.registry.all()
			.stream()
			.filter((each) -> each.isRecent(this.registry.heartbeatReception(), this.clock.instant()))
			.sorted(Comparator.comparing(InstanceRegistry.Sighting::live)
				.thenComparing(InstanceRegistry.Sighting::at)
				.reversed())
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((each) -> !each.instance().id().equals(this.instance.id()));
	}

}
