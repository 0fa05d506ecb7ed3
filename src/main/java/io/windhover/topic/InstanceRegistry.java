package io.windhover.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.windhover.execution.Heartbeat;
import io.windhover.execution.InstanceRef;
import org.springframework.context.SmartLifecycle;

/**
 * All instances of the cluster, by their heartbeats. Ages are measured from when a
 * heartbeat arrived here, so that the clocks of machines need not agree.
 */
public class InstanceRegistry implements SmartLifecycle {

	private final Sightings sightings;

	private final TopicTail tail;

	private volatile boolean running;

	InstanceRegistry(Topics topics, KafkaClients clients, DeadLetters deadLetters, Clock clock) {
		this.sightings = new Sightings(clock);
		this.tail = new TopicTail("windhover-instance-registry", clients, deadLetters, true,
				List.of(new TopicTail.Subscription<>(topics.instances(), this.sightings::accept)));
	}

	public Collection<Sighting> all() {
		return this.sightings.all();
	}

	/**
	 * Whether a life of an instance is over: a later one was seen, or it has been silent
	 * for longer than the lease. A life that is later than the last one seen has not been
	 * heard yet, and an instance never seen counts as silent since this registry began to
	 * look.
	 */
	public boolean isGone(InstanceRef instance, Duration lease) {
		return this.sightings.isGone(instance, lease, this.tail.isCaughtUp());
	}

	@Override
	public void start() {
		this.sightings.begin();
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

	/**
	 * The last heartbeat of an instance and when it arrived here.
	 */
	public record Sighting(Heartbeat heartbeat, Instant at) {
	}

}
