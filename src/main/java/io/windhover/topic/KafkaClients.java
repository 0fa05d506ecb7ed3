package io.windhover.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import io.windhover.topic.access.Denials;
import io.windhover.topic.record.NewerRecords;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;

/**
 * Makes Kafka clients that take connection and security from {@code spring.kafka.*}.
 */
public final class KafkaClients {

	/** Settings of classic consumers, which a share consumer refuses. */
	private static final Set<String> CLASSIC = Set.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
			ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
			ConsumerConfig.ISOLATION_LEVEL_CONFIG, ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
			ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
			ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, ConsumerConfig.GROUP_PROTOCOL_CONFIG,
			ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);

	private final KafkaProperties properties;

	private final KafkaConnectionDetails connection;

	private final DefaultKafkaConsumerFactory<String, byte[]> consumers;

	private final DefaultShareConsumerFactory<String, byte[]> shareConsumers;

	private final Denials denials;

	private final NewerRecords newerRecords = new NewerRecords();

	/**
	 * Makes the factory of clients.
	 * @param consumers that makes the classic consumers
	 * @param denials what the broker has denied to them
	 */
	public KafkaClients(KafkaProperties properties, KafkaConnectionDetails connection,
			DefaultKafkaConsumerFactory<String, byte[]> consumers, Denials denials) {
		this.properties = properties;
		this.connection = connection;
		this.consumers = consumers;
		this.shareConsumers = shareConsumers(properties, connection);
		this.denials = denials;
	}

	/**
	 * Where the Kafka Streams applications stopped at a record of a newer version.
	 */
	public NewerRecords newerRecords() {
		return this.newerRecords;
	}

	/**
	 * A consumer of the committed records as bytes, with metrics; the caller closes it.
	 * @param clientId unique in this process
	 * @param groupId null for one that assigns its partitions itself
	 */
	@SuppressWarnings("NullAway") // the factory takes no group as null
	public Consumer<String, byte[]> consumer(String clientId, @Nullable String groupId, Map<String, Object> overrides) {
		Properties settings = new Properties();
		overrides.forEach((name, value) -> settings.setProperty(name, String.valueOf(value)));
		return this.consumers.createConsumer(groupId, clientId, null, settings);
	}

	/**
	 * An admin client whose calls give up after a time; the caller closes it.
	 */
	public Admin admin(String clientId, int timeoutMillis) {
		Map<String, Object> settings = new HashMap<>(this.properties.buildAdminProperties());
		settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
		settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
		settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
		// each attempt that fails is a line in the log
		settings.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, timeoutMillis);
		return Admin.create(connect(settings, this.connection.getAdmin()));
	}

	/**
	 * A member of a share group that gets records as bytes; the caller closes it.
	 * @param clientId unique in this process
	 */
	public ShareConsumer<String, byte[]> shareConsumer(String clientId, String groupId, Map<String, Object> overrides) {
		return this.shareConsumers.createShareConsumer(groupId, clientId, overrides);
	}

	DefaultShareConsumerFactory<String, byte[]> shareConsumers() {
		return this.shareConsumers;
	}

	private static DefaultShareConsumerFactory<String, byte[]> shareConsumers(KafkaProperties properties,
			KafkaConnectionDetails connection) {
		Map<String, Object> settings = new HashMap<>(properties.buildConsumerProperties());
		settings.keySet().removeAll(CLASSIC);
		return new DefaultShareConsumerFactory<>(connect(settings, connection.getConsumer()), StringDeserializer::new,
				ByteArrayDeserializer::new);
	}

	/**
	 * What a consumer needs to connect: the caller adds the rest and closes it.
	 */
	public Map<String, Object> consumerProperties() {
		return connect(new HashMap<>(this.properties.buildConsumerProperties()), this.connection.getConsumer());
	}

	/**
	 * What a producer needs to connect: the caller adds the rest and closes it.
	 */
	public Map<String, Object> producerProperties() {
		return connect(new HashMap<>(this.properties.buildProducerProperties()), this.connection.getProducer());
	}

	/**
	 * What a Kafka Streams application needs to connect.
	 */
	public Map<String, Object> streamsProperties() {
		return connect(new HashMap<>(this.properties.buildStreamsProperties()), this.connection.getStreams());
	}

	/**
	 * What this process needs to be allowed, and what the broker denied it.
	 */
	public Denials denials() {
		return this.denials;
	}

	/**
	 * Adds what connection details say: servers, security protocol and SSL bundle.
	 */
	static Map<String, Object> connect(Map<String, Object> settings, KafkaConnectionDetails.Configuration connection) {
		settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
		String protocol = connection.getSecurityProtocol();
		if (protocol != null) {
			settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
		}
		SslBundle bundle = connection.getSslBundle();
		if (bundle != null) {
			// as Spring Boot sets it in the factories that it makes itself
			settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
			settings.put(SslBundle.class.getName(), bundle);
		}
		return settings;
	}

}
