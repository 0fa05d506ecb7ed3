package io.windhover.topic.broker;

import java.nio.file.Path;

import io.windhover.instance.InstanceProperties;
import io.windhover.topic.DefaultPartitions;
import io.windhover.topic.creation.InternalTopics;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Embeds a broker where none is named.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoBrokerNamedCondition.class)
@EnableConfigurationProperties(BrokerProperties.class)
class BrokerConfiguration {

	private static final int PARTITIONS = 4;

	/**
	 * Where there are users, the broker must not be a way around them.
	 */
	@Bean
	@Conditional(UsersConfiguredCondition.class)
	BrokerCredentials brokerCredentials(InstanceProperties instance) {
		return BrokerCredentials.of(instance.dataDirectory().resolve("kafka-client.properties"));
	}

	/**
	 * One process has them all: more would only be more logs, stores and tasks to open.
	 */
	@Bean
	DefaultPartitions embeddedBrokerPartitions() {
		return new DefaultPartitions(PARTITIONS);
	}

	@Bean
	InternalTopics embeddedBrokerInternalTopics(BrokerProperties properties) {
		return new InternalTopics(BrokerSettings.internalTopics(properties));
	}

	/**
	 * It takes longer than the rest of the context, so it begins before all other beans.
	 */
	@Bean
	static BeanFactoryInitializer<ListableBeanFactory> embeddedBrokerFirst() {
		return (beans) -> beans.getBean(EmbeddedBroker.class);
	}

	@Bean
	EmbeddedBroker embeddedBroker(BrokerProperties properties, InstanceProperties instance,
			ObjectProvider<BrokerCredentials> credentials, ApplicationEventPublisher events) {
		Path directory = instance.dataDirectory().toAbsolutePath().resolve("kafka");
		EmbeddedBroker broker = new EmbeddedBroker(properties, directory, credentials.getIfAvailable(), events);
		broker.begin();
		return broker;
	}

	/**
	 * Connection details have no place for a login: it goes where all clients take the
	 * rest of their settings from, before the first of them can be made.
	 */
	@Bean
	KafkaConnectionDetails embeddedBrokerConnectionDetails(BrokerProperties properties,
			ObjectProvider<BrokerCredentials> credentials, KafkaProperties kafka) {
		BrokerCredentials account = credentials.getIfAvailable();
		if (account == null) {
			return new EmbeddedBrokerConnection(properties.port(), null);
		}
		kafka.getProperties().putAll(account.clientSettings());
		return new EmbeddedBrokerConnection(properties.port(), BrokerCredentials.PROTOCOL);
	}

}
