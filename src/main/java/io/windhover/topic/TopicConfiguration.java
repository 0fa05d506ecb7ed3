package io.windhover.topic;

import java.time.Clock;
import java.util.Map;

import io.windhover.instance.Instance;
import io.windhover.topic.access.Denials;
import io.windhover.topic.access.Permissions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicProperties.class)
class TopicConfiguration {

	private static final int MAX_BLOCK_MILLIS = 10_000;

	/** As much as five requests with batches of Kafka's own size. */
	private static final int BATCH_BYTES = 80 * 1024;

	private static final int LOSSY_MAX_BLOCK_MILLIS = 2_000;

	private static final int LOSSY_BUFFER_BYTES = 16 * 1024 * 1024;

	@Bean
	Topics topics(TopicProperties properties) {
		return Topics.withPrefix(properties.prefix());
	}

	@Bean
	DefaultKafkaProducerFactory<String, byte[]> producerFactory(KafkaProperties properties,
			KafkaConnectionDetails connection, TopicProperties topicProperties,
			ObjectProvider<DefaultKafkaProducerFactoryCustomizer> customizers) {
		Map<String, Object> settings = producerSettings("windhover", properties, connection, topicProperties);
		// a producer that cannot reach its broker blocks whoever calls it: a minute is
		// too long for a request
		settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
		// somebody waits for each record: one alone goes at once, and under load those
		// that
		// come while a request is on its way go with the next one, as far as batches have
		// room
		settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
		settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
		settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
		return producers(settings, customizers);
	}

	/**
	 * Its factory and template are no beans, so that they stand in for no other.
	 */
	@Bean
	LossyPublisher lossyPublisher(KafkaProperties properties, KafkaConnectionDetails connection,
			TopicProperties topicProperties, ObjectProvider<DefaultKafkaProducerFactoryCustomizer> customizers) {
		Map<String, Object> settings = producerSettings("windhover-lossy", properties, connection, topicProperties);
		settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, LOSSY_BUFFER_BYTES);
		// only the first record of the process waits, for the partitions of its topic:
		// they
		// are never forgotten, and less is in flight than the buffer holds
		settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LOSSY_MAX_BLOCK_MILLIS);
		settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, (long) Integer.MAX_VALUE);
		return new LossyPublisher(producers(settings, customizers));
	}

	private static Map<String, Object> producerSettings(String clientId, KafkaProperties properties,
			KafkaConnectionDetails connection, TopicProperties topicProperties) {
		Map<String, Object> settings = KafkaClients.connect(properties.buildProducerProperties(),
				connection.getProducer());
		settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
		settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
		settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
		settings.put(ProducerConfig.ACKS_CONFIG, "all");
		settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topicProperties.deadLetterBytes());
		return settings;
	}

	private static DefaultKafkaProducerFactory<String, byte[]> producers(Map<String, Object> settings,
			ObjectProvider<DefaultKafkaProducerFactoryCustomizer> customizers) {
		DefaultKafkaProducerFactory<String, byte[]> factory = new DefaultKafkaProducerFactory<>(settings);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(factory));
		return factory;
	}

	@Bean
	DefaultKafkaConsumerFactory<String, byte[]> consumerFactory(KafkaProperties properties,
			KafkaConnectionDetails connection, ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> customizers) {
		Map<String, Object> settings = KafkaClients.connect(properties.buildConsumerProperties(),
				connection.getConsumer());
		settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		DefaultKafkaConsumerFactory<String, byte[]> factory = new DefaultKafkaConsumerFactory<>(settings);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(factory));
		return factory;
	}

	@Bean
	Denials denials(DefaultKafkaConsumerFactory<String, byte[]> consumerFactory, TopicProperties properties,
			ObjectProvider<ServedGroups> served, Instance instance, Clock clock) {
		Object login = consumerFactory.getConfigurationProperties().get(SaslConfigs.SASL_JAAS_CONFIG);
		return new Denials(Denials.principal((login != null) ? login.toString() : ""), Permissions
			.of(properties.prefix(), instance.roles(), served.getIfAvailable(() -> ServedGroups.NONE).names()), clock);
	}

	@Bean
	KafkaClients kafkaClients(KafkaProperties properties, KafkaConnectionDetails connection,
			DefaultKafkaConsumerFactory<String, byte[]> consumerFactory, Denials denials) {
		return new KafkaClients(properties, connection, consumerFactory, denials);
	}

	@Bean
	KafkaTemplate<String, byte[]> kafkaTemplate(DefaultKafkaProducerFactory<String, byte[]> producerFactory) {
		return new KafkaTemplate<>(producerFactory);
	}

	@Bean
	Publisher publisher(KafkaTemplate<String, byte[]> kafkaTemplate, TopicProperties properties) {
		return new Publisher(kafkaTemplate, properties.recordBytes());
	}

	@Bean
	DeadLetters deadLetters(Publisher publisher, Topics topics) {
		return new DeadLetters(publisher, topics);
	}

	@Bean
	PartitionCount partitionCount(TopicProperties properties, ObjectProvider<DefaultPartitions> defaults) {
		return new PartitionCount(properties.partitions(),
				defaults.getIfAvailable(() -> DefaultPartitions.OF_A_CLUSTER).count());
	}

}
