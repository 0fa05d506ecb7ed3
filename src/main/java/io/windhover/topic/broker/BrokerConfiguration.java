package io.windhover.topic.broker;

import java.nio.file.Path;
import java.util.List;

import io.windhover.role.InstanceProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
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

	@Bean
	EmbeddedBroker embeddedBroker(BrokerProperties properties, InstanceProperties instance,
			ApplicationEventPublisher events) {
		Path directory = instance.dataDirectory().toAbsolutePath().resolve("kafka");
		return new EmbeddedBroker(properties, directory, events);
	}

	@Bean
	KafkaConnectionDetails embeddedBrokerConnectionDetails(BrokerProperties properties) {
		return () -> List.of("127.0.0.1:" + properties.port());
	}

}
