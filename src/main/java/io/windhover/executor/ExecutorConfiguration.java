package io.windhover.executor;

import java.time.Clock;
import java.time.Duration;

import io.windhover.role.ConditionalOnRole;
import io.windhover.role.Role;
import io.windhover.flow.template.Templates;
import io.windhover.topic.FlowDirectory;
import io.windhover.topic.InstanceRegistry;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.streams.StreamsFactory;
import org.apache.kafka.streams.state.Stores;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.EXECUTOR)
@EnableConfigurationProperties(ExecutorProperties.class)
class ExecutorConfiguration {

	@Bean
	ExecutorBoard executorBoard(ExecutorProperties properties, TopicProperties topicProperties,
			InstanceRegistry instances, Clock clock) {
		return new ExecutorBoard(new Workers(instances, topicProperties.lease(), clock), properties.stuckAfter(),
				clock);
	}

	@Bean
	ExecutorTopology executorTopology(ExecutorProperties properties, TopicProperties topicProperties, Topics topics,
			InstanceRegistry instances, FlowDirectory flows, Templates templates, ExecutorBoard board,
			ObjectProvider<ExecutorListener> listeners, Clock clock) {
		Duration unclaimedAfter = topicProperties.retention().dividedBy(2);
		Workers workers = new Workers(instances, topicProperties.lease(), clock);
		Plans plans = new CompiledPlans(flows);
		Listeners all = new Listeners(listeners.orderedStream().toList());
		return new ExecutorTopology(topics,
				() -> new ExecutorProcessor(properties, unclaimedAfter, workers, plans, templates, board, all, clock),
				Stores::persistentKeyValueStore);
	}

	@Bean
	StreamsBuilderFactoryBean executorStreams(StreamsFactory factory, ExecutorTopology executorTopology,
			ExecutorBoard board) {
		StreamsBuilderFactoryBean streams = factory.create(Role.EXECUTOR, executorTopology);
		board.runs(() -> StreamsFactory.isRunning(streams));
		return streams;
	}

}
