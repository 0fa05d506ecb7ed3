package io.windhover.worker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of a producer.
 *
 * @param bootstrapServers null for Windhover's own cluster
 */
record ProducerSettings(@Nullable String bootstrapServers, Map<String, String> properties) {

	/** What would break the promise that a record is there once it is acknowledged. */
	private static final Set<String> FIXED = Set.of(ProducerConfig.ACKS_CONFIG,
			ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, ProducerConfig.TRANSACTIONAL_ID_CONFIG,
			ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
			ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, ProducerConfig.CLIENT_ID_CONFIG,
			ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG);

	/** Kafka's own defaults are longer than most tasks may take. */
	private static final Map<String, Object> TIMES = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
			ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);

	void check() {
		for (String name : this.properties.keySet()) {
			if (name.equals(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
				throw new IllegalArgumentException("properties: write bootstrapServers in place of " + name);
			}
			if (FIXED.contains(name)) {
				throw new IllegalArgumentException(
						"properties: %s cannot be set, because Windhover sets it itself".formatted(name));
			}
			if (!ProducerConfig.configNames().contains(name)) {
				throw new IllegalArgumentException("properties: Kafka's producers have no %s".formatted(name));
			}
		}
	}

	/**
	 * All that the producer needs but its serializers.
	 * @param own how this process connects to its cluster, which another never learns
	 */
	Map<String, Object> resolved(Supplier<Map<String, Object>> own, String clientId) {
		Map<String, Object> settings = new HashMap<>(TIMES);
		if (this.bootstrapServers != null) {
			settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers);
			settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
			settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
		}
		else {
			settings.putAll(own.get());
		}
		settings.putAll(this.properties);
		settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
		settings.put(ProducerConfig.ACKS_CONFIG, "all");
		settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		return settings;
	}

	/** For messages: the properties may be secrets. */
	String cluster() {
		return (this.bootstrapServers != null) ? this.bootstrapServers : "Windhover's own cluster";
	}

}
