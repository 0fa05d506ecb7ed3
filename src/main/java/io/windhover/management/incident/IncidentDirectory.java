package io.windhover.management.incident;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.instance.Incident;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * All incidents of the cluster, the open ones and those that closed lately, as their
 * topic has them.
 */
class IncidentDirectory {

	private final Map<String, Known> incidents = new ConcurrentHashMap<>();

	private final TopicFollower follower;

	IncidentDirectory(Topics topics, KafkaClients clients, DeadLetters deadLetters) {
		this.follower = new TopicFollower("windhover-incident-directory", clients, deadLetters, true,
				List.of(new TopicFollower.Subscription<>(topics.incidents(), this::accept)));
	}

	/**
	 * What keeps it up to date, to be started and stopped.
	 */
	TopicFollower tail() {
		return this.follower;
	}

	/**
	 * Whether it knows all incidents that were there when this process started.
	 */
	boolean isReady() {
		return this.follower.isCaughtUp();
	}

	@Nullable Incident find(String id) {
		Known known = this.incidents.get(id);
		return (known != null) ? known.incident() : null;
	}

	Map<String, Incident> all() {
		Map<String, Incident> all = new HashMap<>();
		this.incidents.forEach((id, known) -> all.put(id, known.incident()));
		return all;
	}

	/**
	 * Whether the topic lacks the acknowledgement that is known here.
	 */
	boolean isMerged(String id) {
		Known known = this.incidents.get(id);
		return known != null && known.merged();
	}

	private void accept(ConsumerRecord<String, byte[]> message, @Nullable Incident incident) {
		accept(message.key(), incident);
	}

	/**
	 * Takes a record; null deletes.
	 */
	void accept(String id, @Nullable Incident incident) {
		if (incident == null) {
			this.incidents.remove(id);
		}
		else {
			this.incidents.compute(id, (key, before) -> merge((before != null) ? before.incident() : null, incident));
		}
	}

	/**
	 * Who acknowledges an incident and who reports it may write at the same time: what
	 * was acknowledged stays so.
	 */
	private static Known merge(@Nullable Incident before, Incident incident) {
		Incident.Acknowledgement earlier = (before != null) ? before.acknowledged() : null;
		if (before != null && earlier != null && incident.acknowledged() == null && incident.isOpen()
				&& incident.openedAt().equals(before.openedAt())) {
			return new Known(incident.acknowledged(earlier), true);
		}
		return new Known(incident, false);
	}

	/**
	 * An incident.
	 *
	 * @param merged whether its acknowledgement is not in its last record
	 */
	private record Known(Incident incident, boolean merged) {
	}

}
