package io.windhover.api.execution;

import io.windhover.api.web.ApiProperties;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExecutionConfiguration {

	@Bean
	RecentExecutions recentExecutions(ApiProperties properties) {
		return new RecentExecutions(properties.recentExecutions());
	}

	@Bean
	RecentExecutionsTail recentExecutionsTail(RecentExecutions recentExecutions, Topics topics, KafkaClients clients,
			DeadLetters deadLetters) {
		return new RecentExecutionsTail(recentExecutions, topics, clients, deadLetters);
	}

}
