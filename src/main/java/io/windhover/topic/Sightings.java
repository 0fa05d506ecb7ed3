package io.windhover.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.Heartbeat;
import io.windhover.execution.InstanceRef;
import io.windhover.topic.InstanceRegistry.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * The last heartbeat of each instance, and what its age means.
 */
class Sightings {

	private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

	private final Clock clock;

	private volatile Instant since;

	Sightings(Clock clock) {
		this.clock = clock;
		this.since = clock.instant();
	}

	void begin() {
		this.since = this.clock.instant();
	}

	void accept(String id, @Nullable Heartbeat heartbeat) {
		if (heartbeat == null) {
			this.sightings.remove(id);
			return;
		}
		this.sightings.put(id, new Sighting(heartbeat, this.clock.instant()));
	}

	Collection<Sighting> all() {
		return List.copyOf(this.sightings.values());
	}

	/**
	 * As {@link InstanceRegistry#isGone} says.
	 * @param complete whether all heartbeats from before the beginning have been seen
	 */
	boolean isGone(InstanceRef instance, Duration lease, boolean complete) {
		Sighting seen = this.sightings.get(instance.id());
		if (seen != null) {
			int order = instance.incarnation().compareTo(seen.heartbeat().instance().incarnation());
			if (order != 0) {
				return order < 0;
			}
		}
		Instant last = (seen != null) ? seen.at() : this.since;
		return complete && last.plus(lease).isBefore(this.clock.instant());
	}

}
