package io.windhover.scheduler.trigger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of a consumer.
 *
 * @param bootstrapServers null for Windhover's own cluster
 */
record ConsumerSettings(@Nullable String bootstrapServers, Map<String, String> properties, String groupId, int most) {

	/**
	 * What Windhover decides by the properties of the trigger, and what would read the
	 * files of the scheduler.
	 */
	private static final Set<String> FIXED = Set.of(ConsumerConfig.GROUP_ID_CONFIG,
			ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.GROUP_PROTOCOL_CONFIG,
			ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
			ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
			ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
			ConsumerConfig.CLIENT_ID_CONFIG, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
			ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, AbstractConfig.CONFIG_PROVIDERS_CONFIG);

	private static final int FETCH_BYTES = 4 * 1024 * 1024;

	void check() {
		for (String name : this.properties.keySet()) {
			if (name.equals(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
				throw new IllegalArgumentException("properties: write bootstrapServers in place of " + name);
			}
			if (FIXED.contains(name)) {
				throw new IllegalArgumentException(
						"properties: %s cannot be set, because Windhover sets it itself".formatted(name));
			}
			if (!ConsumerConfig.configNames().contains(name)) {
				throw new IllegalArgumentException("properties: Kafka's consumers have no %s".formatted(name));
			}
		}
	}

	/**
	 * All that the consumer needs but its deserializers.
	 * @param own how this process connects to its cluster, which another never learns
	 * @param timeout after which a call that the broker does not answer fails
	 */
	Map<String, Object> resolved(Supplier<Map<String, Object>> own, String clientId, Duration timeout) {
		Map<String, Object> settings = new HashMap<>();
		int millis = (int) timeout.toMillis();
		settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
		settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		if (this.bootstrapServers != null) {
			settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers);
			settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
			settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
		}
		else {
			settings.putAll(own.get());
			settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
			settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
		}
		settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
		settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
		settings.putAll(this.properties);
		settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
		settings.put(ConsumerConfig.GROUP_ID_CONFIG, this.groupId);
		settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
		settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, this.most);
		return settings;
	}

	/** For messages: the properties may be secrets. */
	String cluster() {
		return (this.bootstrapServers != null) ? this.bootstrapServers : "Windhover's own cluster";
	}

}
