package io.windhover.topic.creation;

import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.TopicSettings;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.JobTopics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TopicCreationConfiguration {

	@Bean
	TopicCreator topicCreator(Topics topics, JobTopics jobs, TopicProperties properties, PartitionCount partitions,
			ObjectProvider<InternalTopics> internals, KafkaClients clients) {
		return new TopicCreator(topics, jobs, new TopicSettings(topics, properties, partitions), partitions,
				internals.getIfAvailable(() -> InternalTopics.OF_A_CLUSTER), clients);
	}

}
