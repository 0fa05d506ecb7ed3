package io.windhover.cluster;

import io.windhover.execution.instance.Heartbeat;

/**
 * Another living process has the instance id of the one that starts.
 */
public class InstanceIdInUseException extends RuntimeException {

	InstanceIdInUseException(Heartbeat other) {
		super("The instance id '%s' is in use by another process that is alive: %s".formatted(other.instance().id(),
				describe(other)));
	}

	static String describe(Heartbeat other) {
		return "host %s, pid %s, incarnation %s, started at %s, management URL %s".formatted(other.host(),
				(other.pid() != null) ? other.pid() : "unknown", other.instance().incarnation(), other.startedAt(),
				(other.managementUrl() != null) ? other.managementUrl() : "unknown");
	}

}
