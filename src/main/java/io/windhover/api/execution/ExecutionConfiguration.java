package io.windhover.api.execution;

import java.util.List;

import io.windhover.api.web.ApiProperties;
import io.windhover.execution.ExecutionCommand;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicTail;
import io.windhover.topic.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExecutionConfiguration {

	@Bean
	RecentExecutions recentExecutions(ApiProperties properties) {
		return new RecentExecutions(properties.recentExecutions());
	}

	/**
	 * Tells the recent executions what all processes publish.
	 */
	@Bean
	TopicTail recentExecutionsTail(RecentExecutions recent, Topics topics, KafkaClients clients) {
		return new TopicTail("windhover-recent-executions", clients, null, false,
				List.of(new TopicTail.Subscription<>(topics.executionCommands(), (message, command) -> {
					if (command instanceof ExecutionCommand.Create create) {
						recent.created(create);
					}
				}), new TopicTail.Subscription<>(topics.executions(), (message, execution) -> {
					if (execution != null) {
						recent.changed(execution);
					}
				}), new TopicTail.Subscription<>(topics.taskRuns(), (message, taskRun) -> {
					if (taskRun != null) {
						recent.changed(taskRun);
					}
				})));
	}

}
