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
		int order = order(instance, seen);
		return (order != 0) ? order < 0 : complete && isSilent(seen, lease);
	}

	/**
	 * As {@link InstanceRegistry#silentSince} says.
	 * @param complete whether all heartbeats from before the beginning have been seen
	 */
	@Nullable Instant silentSince(InstanceRef instance, boolean complete) {
		Sighting seen = this.sightings.get(instance.id());
		int order = order(instance, seen);
		if (order != 0) {
			return (order < 0 && seen != null) ? seen.heartbeat().startedAt() : null;
		}
		return (complete && isSilent(seen, this.deafAfter)) ? lastHeard(seen) : null;
	}

	boolean isDeaf() {
		return isDeaf(this.clock.instant());
	}

	private static int order(InstanceRef instance, @Nullable Sighting seen) {
		return (seen != null) ? instance.incarnation().compareTo(seen.heartbeat().instance().incarnation()) : 0;
	}

	private boolean isSilent(@Nullable Sighting seen, Duration longerThan) {
		Instant now = this.clock.instant();
		return !isDeaf(now) && lastHeard(seen).plus(longerThan).isBefore(now);
	}

	private Instant lastHeard(@Nullable Sighting seen) {
		return (seen != null && seen.at().isAfter(this.since)) ? seen.at() : this.since;
	}

	/** This process itself should have been heard. */
	private boolean isDeaf(Instant now) {
		return this.lastHeard.plus(this.deafAfter).isBefore(now);
	}

}
