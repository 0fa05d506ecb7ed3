package io.windhover.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic gets when it is created.
 */
public class TopicSettings {

	private final Topics topics;

	private final TopicProperties properties;

	private final PartitionCount partitions;

	/**
	 * Makes the settings of topics.
	 * @param partitions of each topic
	 */
	public TopicSettings(Topics topics, TopicProperties properties, PartitionCount partitions) {
		this.topics = topics;
		this.properties = properties;
		this.partitions = partitions;
	}

	/**
	 * The topic to create; without a replication factor in the configuration the broker
	 * sets it.
	 */
	public NewTopic create(Topic<?> topic) {
		Map<String, String> settings = new HashMap<>();
		int size = topic.equals(this.topics.deadLetters()) ? this.properties.deadLetterBytes()
				: this.properties.recordBytes();
		settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(size));
		boolean compact = topic.cleanup() == Topic.Cleanup.COMPACT;
		settings.put(TopicConfig.CLEANUP_POLICY_CONFIG,
				compact ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
		if (!compact) {
			settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(this.properties.retention().toMillis()));
		}
		Optional<Short> replicas = Optional.of(this.properties.replicationFactor()).filter((factor) -> factor > 0);
		return new NewTopic(topic.name(), Optional.of(this.partitions.value()), replicas).configs(settings);
	}

}
