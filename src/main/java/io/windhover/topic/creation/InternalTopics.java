package io.windhover.topic.creation;

import java.util.List;

import org.apache.kafka.clients.admin.NewTopic;

/**
 * Kafka's own topics, for a broker that is not an external cluster: made together with
 * the others, because Kafka makes each only when a client first asks for it, which then
 * waits for seconds.
 */
public record InternalTopics(List<NewTopic> topics) {

	/** An external cluster has its own ways. */
	public static final InternalTopics OF_A_CLUSTER = new InternalTopics(List.of());

}
