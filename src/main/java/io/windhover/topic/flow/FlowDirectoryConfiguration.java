package io.windhover.topic.flow;

import java.util.List;

import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.TopicSettings;
import io.windhover.topic.Topics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FlowDirectoryConfiguration {

	@Bean
	JobTopics jobTopics(Topics topics, ObjectProvider<ServedGroups> served, TopicProperties properties,
			PartitionCount partitions, KafkaClients clients, ThreadPools pools, Instance instance) {
		return new JobTopics(topics, served.getIfAvailable(() -> ServedGroups.NONE),
				instance.roles().contains(Role.EXECUTOR), new TopicSettings(topics, properties, partitions), clients,
				pools);
	}

	@Bean
	FlowDirectory flowDirectory(Topics topics, KafkaClients clients, DeadLetters deadLetters,
			ObjectProvider<FlowListener> listeners) {
		return new FlowDirectory(topics, clients, deadLetters, List.copyOf(listeners.orderedStream().toList()));
	}

	@Bean
	TopicFollower flowDirectoryTail(FlowDirectory directory) {
		return directory.tail();
	}

}
