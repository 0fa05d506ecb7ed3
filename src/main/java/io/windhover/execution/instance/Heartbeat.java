package io.windhover.execution.instance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.InstanceRef;
import io.windhover.flow.WorkerGroup;
import org.jspecify.annotations.Nullable;

/**
 * What each instance says of itself at an interval.
 *
 * @param roles lower-case names
 * @param managementUrl where its port 8081 is reached; null while it is not known
 * @param slotsUsed and {@code slotsMax} are 0 where no worker runs
 * @param workerState starting, running, draining, drained or fenced; null where no worker
 * runs
 * @param version as it was built; null when that is not known
 * @param standing HOLDING where an older version leaves it out
 * @param predecessor incarnation of the same id that is known to be dead; null when none
 * is
 * @param pid of its process; null where an older version leaves it out
 * @param partitions of executions that its executor has; empty where none runs
 * @param workerGroups whose jobs its worker takes; null where that is the default group,
 * and where no worker runs
 * @param maintenance since when the cluster is in maintenance, as it knows; null when it
 * knows of none, and where an older version leaves it out
 */
public record Heartbeat(InstanceRef instance, Set<String> roles, String host, @Nullable String managementUrl,
		int slotsUsed, int slotsMax, @Nullable String workerState, Instant startedAt, Instant at,
		@Nullable String version, Standing standing, @Nullable String predecessor, @Nullable Long pid,
		Set<Integer> partitions, @Nullable List<String> workerGroups, @Nullable Instant maintenance) {

	public Heartbeat {
		standing = Objects.requireNonNullElse(standing, Standing.HOLDING);
		partitions = Objects.requireNonNullElse(partitions, Set.of());
	}

	/**
	 * A heartbeat of an instance whose worker, if it has one, is of the default group.
	 */
	public Heartbeat(InstanceRef instance, Set<String> roles, String host, @Nullable String managementUrl,
			int slotsUsed, int slotsMax, @Nullable String workerState, Instant startedAt, Instant at,
			@Nullable String version, Standing standing, @Nullable String predecessor, @Nullable Long pid,
			Set<Integer> partitions) {
		this(instance, roles, host, managementUrl, slotsUsed, slotsMax, workerState, startedAt, at, version, standing,
				predecessor, pid, partitions, null, null);
	}

	/**
	 * A heartbeat of an instance that knows of no maintenance.
	 */
	public Heartbeat(InstanceRef instance, Set<String> roles, String host, @Nullable String managementUrl,
			int slotsUsed, int slotsMax, @Nullable String workerState, Instant startedAt, Instant at,
			@Nullable String version, Standing standing, @Nullable String predecessor, @Nullable Long pid,
			Set<Integer> partitions, @Nullable List<String> workerGroups) {
		this(instance, roles, host, managementUrl, slotsUsed, slotsMax, workerState, startedAt, at, version, standing,
				predecessor, pid, partitions, workerGroups, null);
	}

	/**
	 * A heartbeat as older versions send it.
	 */
	public Heartbeat(InstanceRef instance, Set<String> roles, String host, @Nullable String managementUrl,
			int slotsUsed, int slotsMax, @Nullable String workerState, Instant startedAt, Instant at,
			@Nullable String version) {
		this(instance, roles, host, managementUrl, slotsUsed, slotsMax, workerState, startedAt, at, version,
				Standing.HOLDING, null, null, Set.of());
	}

	/**
	 * The groups whose jobs its worker takes.
	 */
	public List<String> servedGroups() {
		return (this.workerGroups != null) ? this.workerGroups : List.of(WorkerGroup.DEFAULT);
	}

}
