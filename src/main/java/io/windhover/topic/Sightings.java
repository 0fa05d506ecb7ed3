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

	private final Duration deafAfter;

	/** Since when it hears without a gap. */
	private volatile Instant since;

	private volatile Instant lastHeard;

	private volatile boolean heardAny;

	/**
	 * Begins with nobody.
	 * @param interval of the heartbeats
	 */
	Sightings(Clock clock, Duration interval) {
		this.deafAfter = interval.multipliedBy(3);
		this.clock = clock;
		this.since = clock.instant();
		this.lastHeard = this.since;
	}

	/**
	 * Takes a heartbeat.
	 * @param heartbeat null from an instance that ended in good order
	 * @param live whether it was sent since this process listens
	 */
	void accept(String id, @Nullable Heartbeat heartbeat, boolean live) {
		Instant now = this.clock.instant();
		if (isDeaf(now)) {
			this.since = now;
		}
		this.lastHeard = now;
		this.heardAny = true;
		if (heartbeat == null) {
			this.sightings.remove(id);
			return;
		}
		this.sightings.put(id, new Sighting(heartbeat, now, live));
	}

	Collection<Sighting> all() {
		return List.copyOf(this.sightings.values());
	}

	InstanceRegistry.Hearing hearing() {
		return new InstanceRegistry.Hearing(this.heardAny ? this.lastHeard : null,
				this.heardAny && !isDeaf(this.clock.instant()), this.deafAfter);
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
		Instant now = this.clock.instant();
		Instant last = (seen != null && seen.at().isAfter(this.since)) ? seen.at() : this.since;
		return complete && !isDeaf(now) && last.plus(lease).isBefore(now);
	}

	/** This process itself should have been heard. */
	private boolean isDeaf(Instant now) {
		return this.lastHeard.plus(this.deafAfter).isBefore(now);
	}

}
