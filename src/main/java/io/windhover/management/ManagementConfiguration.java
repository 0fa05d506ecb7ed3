package io.windhover.management;

import java.time.Clock;

import io.windhover.role.Instance;
import io.windhover.role.ThreadPools;
import io.windhover.topic.KafkaClients;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManagementProperties.class)
class ManagementConfiguration {

	@Bean
	StreamsClients streamsClients(Clock clock) {
		return new StreamsClients(clock);
	}

	@Bean
	Sampler sampler(StreamsClients streamsClients, KafkaClients kafkaClients, ManagementProperties properties,
			ThreadPools pools, ObjectProvider<SampleListener> listeners, Clock clock) {
		int timeout = (int) properties.sampleTimeout().toMillis();
		KafkaOffsets offsets = new KafkaOffsets(() -> kafkaClients.admin("windhover-sampler", timeout),
				properties.sampleTimeout());
		return new Sampler(streamsClients, offsets, properties, pools, listeners.orderedStream().toList(), clock);
	}

	@Bean
	InstanceInfo instanceInfo(Instance instance) {
		return new InstanceInfo(instance);
	}

}
