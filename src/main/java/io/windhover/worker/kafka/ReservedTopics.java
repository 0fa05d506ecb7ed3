package io.windhover.worker.kafka;

import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;

/**
 * The topics that no flow may write to: who writes to them runs commands as Windhover.
 *
 * @param prefix of Windhover's own
 */
record ReservedTopics(String prefix) {

	/**
	 * Refuses a topic.
	 * @throws IllegalArgumentException when it is reserved, on whatever cluster: one has
	 * many addresses
	 */
	void check(String topic) {
		String refusal = refusal(topic);
		if (refusal != null) {
			throw new IllegalArgumentException(refusal);
		}
	}

	/** Why a topic is refused, of which only the end may be a template. */
	@Nullable String refusal(String topic) {
		if (topic.startsWith("__")) {
			return "topic '%s' is Kafka's own; write to another".formatted(topic);
		}
		if (Topics.withPrefix(this.prefix).owns(topic, this.prefix)) {
			return "topic '%s' is one of Windhover's own, to which no flow may write; write to another"
				.formatted(topic);
		}
		return null;
	}

}
