package io.windhover.topic.creation;

import io.windhover.topic.PartitionCount;

/**
 * The topics that exist do not fit: another number of partitions than the configuration
 * or the other topics have, or an earlier form.
 */
class TopicMismatchException extends RuntimeException {

	private final String action;

	private TopicMismatchException(String message, String action) {
		super(message);
		this.action = action;
	}

	TopicMismatchException(String topic, int partitions, PartitionCount expected) {
		super("Topic '%s' has %d partitions, but %s %d".formatted(topic, partitions,
				expected.isConfigured() ? "windhover.topics.partitions is" : "other topics of the same prefix have",
				expected.value()));
		String other = "choose another windhover.topics.prefix for a new cluster.";
		this.action = expected.isConfigured()
				? "Set windhover.topics.partitions to %d, or %s".formatted(partitions, other)
				: "Delete the topic if it does not belong to Windhover, or " + other;
	}

	static TopicMismatchException earlierForm(String flows, String commands) {
		return new TopicMismatchException(
				"Topic '%s' has flows, but there is no topic '%s': an earlier version wrote them".formatted(flows,
						commands),
				"This version does not read the executions and triggers of that one. Start with another "
						+ "windhover.topics.prefix, or with an empty windhover.data-directory where the broker is "
						+ "embedded, and store the flows again.");
	}

	String action() {
		return this.action;
	}

}
