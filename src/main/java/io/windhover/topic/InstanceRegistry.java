package io.windhover.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.windhover.execution.Heartbeat;
import io.windhover.execution.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * All instances of the cluster, by their heartbeats. Ages are measured from when a
 * heartbeat arrived here, so that the clocks of machines need not agree.
 */
public class InstanceRegistry {

	private final Sightings sightings;

	private final TopicTail tail;

	InstanceRegistry(Topics topics, KafkaClients clients, DeadLetters deadLetters, TopicProperties properties,
			Clock clock) {
		this.sightings = new Sightings(clock, properties.heartbeatInterval());
		this.tail = new TopicTail("windhover-instance-registry", clients, deadLetters, true,
				List.of(new TopicTail.Subscription<>(topics.instances(), this::accept)));
	}

	private void accept(String id, @Nullable Heartbeat heartbeat) {
		this.sightings.accept(id, heartbeat, this.tail.isCaughtUp());
	}

	/**
	 * What keeps it up to date, to be started and stopped.
	 */
	TopicTail tail() {
		return this.tail;
	}

	public Collection<Sighting> all() {
		return this.sightings.all();
	}

	/**
	 * How well it hears.
	 */
	public Hearing hearing() {
		return this.sightings.hearing();
	}

	/**
	 * Whether a life of an instance is over: a later one was seen, or it has been silent
	 * for longer than the lease. A life that is later than the last one seen has not been
	 * heard yet, and an instance never seen counts as silent since this registry began to
	 * look. While nobody is heard, not even this process, nobody is gone: it is the
	 * broker that is, and when it comes back all get the time of a lease to be heard
	 * again.
	 */
	public boolean isGone(InstanceRef instance, Duration lease) {
		return this.sightings.isGone(instance, lease, this.tail.isCaughtUp());
	}

	/**
	 * Since when a life of an instance is silent, if that is for longer than three
	 * heartbeats, or when its next life began; null while it is heard, and while nobody
	 * is.
	 */
	public @Nullable Instant silentSince(InstanceRef instance) {
		return this.sightings.silentSince(instance, this.tail.isCaughtUp());
	}

	/**
	 * Whether nobody is heard, not even this process.
	 */
	public boolean isDeaf() {
		return this.sightings.isDeaf();
	}

	/**
	 * The last heartbeat of an instance and when it arrived here.
	 *
	 * @param live false when it was sent before this registry began to listen, so that
	 * its arrival says nothing of its age
	 */
	public record Sighting(Heartbeat heartbeat, Instant at, boolean live) {

		/**
		 * Whether its last heartbeat is as young as it should be.
		 */
		public boolean isRecent(Hearing hearing, Instant now) {
			return Duration.between(this.at, now).compareTo(hearing.silentAfter()) <= 0;
		}

	}

	/**
	 * Whether this process hears heartbeats.
	 *
	 * @param last when one arrived, of whomever; null before the first
	 * @param current false when not even the heartbeats of this process arrive
	 * @param silentAfter how long an instance may be missing before it counts as silent
	 */
	public record Hearing(@Nullable Instant last, boolean current, Duration silentAfter) {
	}

}
