package io.windhover.topic;

/**
 * A topic is there, but not as the configuration says.
 */
class TopicMismatchException extends RuntimeException {

	private final int partitions;

	TopicMismatchException(String topic, int partitions, int configured) {
		super("Topic '%s' has %d partitions, but windhover.topics.partitions is %d".formatted(topic, partitions,
				configured));
		this.partitions = partitions;
	}

	int partitions() {
		return this.partitions;
	}

}
