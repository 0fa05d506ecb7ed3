package io.windhover.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.Role;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * All instances of the cluster, by their heartbeats. Ages are measured from when a
 * heartbeat arrived here, so that the clocks of machines need not agree.
 */
public class InstanceRegistry {

	/** Of a tombstone: the incarnation that is over, while others may live. */
	static final String INCARNATION_HEADER = "windhover-incarnation";

	private final FailureDetector detector;

	private final Identity identity;

	private final TopicFollower follower;

	InstanceRegistry(Topics topics, KafkaClients clients, DeadLetters deadLetters, TopicProperties properties,
			Identity identity, Clock clock) {
		this.detector = new FailureDetector(clock, properties.heartbeatInterval());
		this.identity = identity;
		this.follower = new TopicFollower("windhover-instance-registry", clients, deadLetters, true,
				List.of(new TopicFollower.Subscription<>(topics.instances(), this::accept)));
	}

	/** A tombstone of an older version names no incarnation and is about all of them. */
	private void accept(ConsumerRecord<String, byte[]> message, @Nullable Heartbeat heartbeat) {
		String id = message.key();
		Header header = message.headers().lastHeader(INCARNATION_HEADER);
		String over = (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
		boolean live = this.follower.isCaughtUp();
		if (heartbeat == null && over != null) {
			this.detector.ended(new InstanceRef(id, over));
		}
		else {
			this.detector.accept(id, heartbeat, live);
		}
		this.identity.accept(id, heartbeat, over, live);
	}

	/**
	 * What keeps it up to date, to be started and stopped.
	 */
	TopicFollower tail() {
		return this.follower;
	}

	/**
	 * Each instance once, unless several living processes have its id.
	 */
	public Collection<Sighting> all() {
		return this.detector.all();
	}

	/**
	 * The ids that several living processes have.
	 */
	public Set<String> duplicates() {
		return this.detector.duplicates();
	}

	/**
	 * The newest incarnation of each instance that has been silent for so long.
	 */
	Collection<InstanceRef> silentFor(Duration time) {
		return this.follower.isCaughtUp() ? this.detector.silentFor(time) : List.of();
	}

	/**
	 * How well it hears.
	 */
	public HeartbeatReception heartbeatReception() {
		return this.detector.reception();
	}

	/**
	 * Whether an incarnation of an instance does no more work: its successor knows that
	 * it is dead, it is fenced and runs nothing, it has been silent for longer than the
	 * lease, or for three heartbeats when a newer one is heard. That a newer one is heard
	 * proves nothing by itself: two processes may have one id. An incarnation that is
	 * newer than the last one seen has not been heard yet, and an instance never seen
	 * counts as silent since this registry began to look. While nobody is heard, not even
	 * this process, nobody is silent: it is the broker that is, and when it comes back
	 * all get the time of a lease to be heard again.
	 */
	public boolean isGone(InstanceRef instance, Duration lease) {
		return this.detector.isGone(instance, lease, this.follower.isCaughtUp());
	}

	/**
	 * Since when an incarnation of an instance is silent, if that is for longer than
	 * three heartbeats, or when the next one began; null while it is heard, and while
	 * nobody is.
	 */
	public @Nullable Instant silentSince(InstanceRef instance) {
		return this.detector.silentSince(instance, this.follower.isCaughtUp());
	}

	/**
	 * Whether nobody is heard, not even this process.
	 */
	public boolean isIsolated() {
		return this.detector.isIsolated();
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
		public boolean isRecent(HeartbeatReception hearing, Instant now) {
			return Duration.between(this.at, now).compareTo(hearing.silentAfter()) <= 0;
		}

		/**
		 * Whether it is heard now and has a role. A heartbeat from before this registry
		 * began to listen is no sign of that.
		 */
		public boolean runs(Role role, HeartbeatReception hearing, Instant now) {
			return this.live && isRecent(hearing, now) && this.heartbeat.roles().contains(role.id());
		}

		boolean isClaim() {
			return this.heartbeat.standing() == Standing.CLAIMING;
		}

	}

	/**
	 * Whether this process hears heartbeats.
	 *
	 * @param last when one arrived, of whomever; null before the first
	 * @param current false when not even the heartbeats of this process arrive
	 * @param silentAfter how long an instance may be missing before it counts as silent
	 */
	public record HeartbeatReception(@Nullable Instant last, boolean current, Duration silentAfter) {
	}

}
