package io.windhover.topic.streams;

import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamsProperties.class)
class StreamsConfiguration {

	@Bean
	StreamsFactory streamsFactory(StreamsProperties properties, TopicProperties topicProperties, Topics topics,
			KafkaClients clients, DeadLetters deadLetters, Instance instance, InstanceProperties instanceProperties,
			ObjectProvider<StreamsBuilderFactoryBeanConfigurer> configurers) {
		return new StreamsFactory(properties, topicProperties, topics, clients, deadLetters, instance,
				instanceProperties.dataDirectory().toAbsolutePath(), configurers.orderedStream().toList());
	}

	@Bean
	StoreGuard storeGuard(KafkaClients clients, InstanceProperties properties) {
		return new StoreGuard(properties.dataDirectory().toAbsolutePath().resolve("streams"), clients);
	}

}
