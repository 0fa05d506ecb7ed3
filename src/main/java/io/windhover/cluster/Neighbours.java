package io.windhover.cluster;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;

/**
 * The instances beside this one.
 */
public class Neighbours {

	private final InstanceRegistry instances;

	private final Instance instance;

	private final Clock clock;

	/**
	 * Reads the registry at each call.
	 * @param instance this one, which is not among its neighbours
	 */
	public Neighbours(InstanceRegistry instances, Instance instance, Clock clock) {
		this.instances = instances;
		this.instance = instance;
		this.clock = clock;
	}

	/**
	 * The last heartbeats of the others that are heard now and have a role, by their ids.
	 * One from before this process began to listen is no sign that anybody runs.
	 */
	public List<Heartbeat> with(Role role) {
		InstanceRegistry.HeartbeatReception hearing = this.instances.heartbeatReception();
		Instant now = this.clock.instant();
		return this.instances.all()
			.stream()
			.filter((each) -> each.runs(role, hearing, now))
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((each) -> !each.instance().id().equals(this.instance.id()))
			.sorted(Comparator.comparing((each) -> each.instance().id()))
			.toList();
	}

}
