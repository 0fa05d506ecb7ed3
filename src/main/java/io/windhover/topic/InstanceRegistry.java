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
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * All instances of the cluster, by their heartbeats. Ages are measured from when a
 * heartbeat arrived here, so that the clocks of machines need not agree.
 */
public class InstanceRegistry implements SmartLifecycle {

	private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

	private final TopicTail tail;

	private final Clock clock;

	private volatile Instant since;

	private volatile boolean running;

	InstanceRegistry(Topics topics, KafkaClients clients, DeadLetters deadLetters, Clock clock) {
		this.clock = clock;
		this.since = clock.instant();
		this.tail = new TopicTail("windhover-instance-registry", clients, deadLetters, true,
				List.of(new TopicTail.Subscription<>(topics.instances(), this::accept)));
	}

	public Collection<Sighting> all() {
		return List.copyOf(this.sightings.values());
	}

	/**
	 * Whether a life of an instance is over: a later one was seen, or it has been silent
	 * for longer than the lease. A life that is later than the last one seen has not been
	 * heard yet, and an instance never seen counts as silent since this registry began to
	 * look.
	 */
	public boolean isGone(InstanceRef instance, Duration lease) {
		Sighting seen = this.sightings.get(instance.id());
		if (seen != null) {
			int order = instance.incarnation().compareTo(seen.heartbeat().instance().incarnation());
			if (order != 0) {
				return order < 0;
			}
		}
		Instant last = (seen != null) ? seen.at() : this.since;
		return this.tail.isCaughtUp() && last.plus(lease).isBefore(this.clock.instant());
	}

	@Override
	public void start() {
		this.since = this.clock.instant();
		this.tail.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.tail.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.TAILS;
	}

	private void accept(String id, @Nullable Heartbeat heartbeat) {
		if (heartbeat == null) {
			this.sightings.remove(id);
			return;
		}
		this.sightings.put(id, new Sighting(heartbeat, this.clock.instant()));
	}

	/**
	 * The last heartbeat of an instance and when it arrived here.
	 */
	public record Sighting(Heartbeat heartbeat, Instant at) {
	}

}
