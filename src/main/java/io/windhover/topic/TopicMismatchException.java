package io.windhover.topic;

/**
 * A topic has another number of partitions than the configuration or the other topics.
 */
class TopicMismatchException extends RuntimeException {

	private final String action;

	TopicMismatchException(String topic, int partitions, PartitionCount expected) {
		super("Topic '%s' has %d partitions, but %s %d".formatted(topic, partitions,
				expected.isConfigured() ? "windhover.topics.partitions is" : "other topics of the same prefix have",
				expected.value()));
		String other = "choose another windhover.topics.prefix for a new cluster.";
		this.action = expected.isConfigured()
				? "Set windhover.topics.partitions to %d, or %s".formatted(partitions, other)
				: "Delete the topic if it does not belong to Windhover, or " + other;
	}

	String action() {
		return this.action;
	}

}
