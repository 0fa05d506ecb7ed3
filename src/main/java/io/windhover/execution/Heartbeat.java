package io.windhover.execution;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What each instance says of itself at an interval.
 *
 * @param roles lower-case names
 * @param managementUrl where its port 8081 is reached; null while it is not known
 * @param slotsUsed and {@code slotsMax} are 0 where no worker runs
 * @param workerState starting, running, draining or drained; null where no worker runs
 * @param version as it was built; null when that is not known
 */
public record Heartbeat(InstanceRef instance, Set<String> roles, String host, @Nullable String managementUrl,
		int slotsUsed, int slotsMax, @Nullable String workerState, Instant startedAt, Instant at,
		@Nullable String version) {
}
