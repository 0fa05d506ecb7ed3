package io.windhover.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.windhover.cluster.InstanceRegistry.Sighting;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import org.jspecify.annotations.Nullable;

/**
 * The last heartbeat of each instance, and what its age means.
 */
class FailureDetector {

	private final Map<String, Incarnations> instances = new ConcurrentHashMap<>();

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
	FailureDetector(Clock clock, Duration interval) {
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
		Instant now = heard();
		if (heartbeat == null) {
			this.instances.remove(id);
			return;
		}
		Sighting sighting = new Sighting(heartbeat, now, live);
		this.instances.compute(id, (key, before) -> ((before != null) ? before : Incarnations.NONE).with(sighting,
				now.minus(this.deafAfter)));
	}

	/**
	 * One incarnation ended, while another of its id may live.
	 */
	void ended(InstanceRef instance) {
		Instant now = heard();
		this.instances.computeIfPresent(instance.id(),
				(key, before) -> before.without(instance.incarnation(), now.minus(this.deafAfter)));
	}

	private Instant heard() {
		Instant now = this.clock.instant();
		if (isIsolated(now)) {
			this.since = now;
		}
		this.lastHeard = now;
		this.heardAny = true;
		return now;
	}

	/**
	 * Each instance once, unless several living processes have its id.
	 */
	Collection<Sighting> all() {
		Instant recent = this.clock.instant().minus(this.deafAfter);
		return this.instances.values().stream().flatMap((each) -> each.present(recent).stream()).toList();
	}

	/**
	 * The ids that several living processes have.
	 */
	Set<String> duplicates() {
		Instant recent = this.clock.instant().minus(this.deafAfter);
		return this.instances.entrySet()
			.stream()
			.filter((each) -> isDuplicate(each.getValue().present(recent), recent))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private static boolean isDuplicate(List<Sighting> present, Instant recent) {
		List<Sighting> living = present.stream().filter((each) -> !each.at().isBefore(recent)).toList();
		return living.size() > 1 || living.stream().anyMatch((each) -> each.heartbeat().standing() == Standing.FENCED);
	}

	/**
	 * The newest incarnation of each instance of which nobody was heard for so long.
	 */
	Collection<InstanceRef> silentFor(Duration time) {
		Instant now = this.clock.instant();
		Instant limit = now.minus(time);
		if (isIsolated(now) || this.since.isAfter(limit)) {
			return List.of();
		}
		return this.instances.entrySet()
			.stream()
			.filter((each) -> each.getValue().isSilentSince(limit))
			.map((each) -> new InstanceRef(each.getKey(), each.getValue().heard().lastKey()))
			.toList();
	}

	InstanceRegistry.HeartbeatReception reception() {
		return new InstanceRegistry.HeartbeatReception(this.heardAny ? this.lastHeard : null,
				this.heardAny && !isIsolated(this.clock.instant()), this.deafAfter);
	}

	/**
	 * As {@link InstanceRegistry#isGone} says.
	 * @param complete whether all heartbeats from before the beginning have been seen
	 */
	boolean isGone(InstanceRef instance, Duration lease, boolean complete) {
		Incarnations known = known(instance);
		String incarnation = instance.incarnation();
		if (known.isOver(incarnation)) {
			return true;
		}
		boolean shorter = known.isSucceeded(incarnation) && this.deafAfter.compareTo(lease) < 0;
		return complete && !known.isAhead(incarnation)
				&& isSilent(known.find(incarnation), shorter ? this.deafAfter : lease);
	}

	/**
	 * As {@link InstanceRegistry#silentSince} says.
	 * @param complete whether all heartbeats from before the beginning have been seen
	 */
	@Nullable Instant silentSince(InstanceRef instance, boolean complete) {
		Incarnations known = known(instance);
		String incarnation = instance.incarnation();
		Sighting own = known.find(incarnation);
		Sighting newest = known.newest();
		if (newest != null && known.isSucceeded(incarnation) && (own == null || known.isOver(incarnation))) {
			return newest.heartbeat().startedAt();
		}
		return (complete && !known.isAhead(incarnation) && isSilent(own, this.deafAfter)) ? lastHeard(own) : null;
	}

	boolean isIsolated() {
		return isIsolated(this.clock.instant());
	}

	private Incarnations known(InstanceRef instance) {
		return this.instances.getOrDefault(instance.id(), Incarnations.NONE);
	}

	private boolean isSilent(@Nullable Sighting seen, Duration longerThan) {
		Instant now = this.clock.instant();
		return !isIsolated(now) && lastHeard(seen).plus(longerThan).isBefore(now);
	}

	private Instant lastHeard(@Nullable Sighting seen) {
		return (seen != null && seen.at().isAfter(this.since)) ? seen.at() : this.since;
	}

	/** This process itself should have been heard. */
	private boolean isIsolated(Instant now) {
		return this.lastHeard.plus(this.deafAfter).isBefore(now);
	}

}
