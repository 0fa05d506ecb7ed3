package io.windhover.executor.topology;

import java.time.Clock;
import java.time.Duration;

import io.windhover.cluster.HeartbeatTrigger;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.plan.CompiledPlans;
import io.windhover.executor.plan.FlowTriggerIndex;
import io.windhover.executor.plan.JobSizes;
import io.windhover.executor.plan.Plans;
import io.windhover.executor.state.ExecutorState;
import io.windhover.executor.state.FlowJobGroups;
import io.windhover.executor.state.WorkerMonitor;
import io.windhover.executor.store.BrokerCommandLog;
import io.windhover.executor.store.CommandLog;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.OwnExecutions;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.FlowDirectory;
import io.windhover.topic.flow.JobTopics;
import io.windhover.topic.streams.ConsumedPositions;
import io.windhover.topic.streams.Precedence;
import io.windhover.topic.streams.StreamsFactory;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.EXECUTOR)
@EnableConfigurationProperties(ExecutorProperties.class)
class ExecutorConfiguration {

	private static final int COMMAND_LOG_TIMEOUT_MILLIS = 2_000;

	@Bean
	ExecutorState executorState(ExecutorProperties properties, TopicProperties topicProperties,
			InstanceRegistry instances, FlowDirectory flows, JobTopics jobTopics, Clock clock) {
		return new ExecutorState(new WorkerMonitor(instances, topicProperties.lease(), clock),
				new FlowJobGroups(flows, jobTopics), properties.stuckAfter(), clock);
	}

	@Bean
	FlowTriggerIndex flowTriggerIndex() {
		return new FlowTriggerIndex();
	}

	@Bean
	Plans plans(FlowDirectory flows, FlowTriggerIndex triggers, ExpectationDefaults expectations) {
		return new CompiledPlans(flows, triggers, expectations);
	}

	@Bean
	ConsumedPositions executorPositions() {
		return new ConsumedPositions();
	}

	@Bean
	BrokerCommandLog commandLog(Topics topics, ConsumedPositions executorPositions, KafkaClients clients) {
		return new BrokerCommandLog(topics.executionCommands().name(), executorPositions,
				() -> clients.admin("windhover-command-log", COMMAND_LOG_TIMEOUT_MILLIS));
	}

	@Bean
	OwnExecutions ownExecutions(ExecutorProperties properties, Plans plans, CommandLog commands,
			HeartbeatTrigger heartbeats, Clock clock) {
		return new OwnExecutions(properties.recentExecutions(), plans, commands, heartbeats, clock);
	}

	@Bean
	ExecutorTopology executorTopology(ExecutorProperties properties, TopicProperties topicProperties, Topics topics,
			JobTopics jobTopics, InstanceRegistry instances, Plans plans, Templates templates, ExecutorState board,
			OwnExecutions executions, ObjectProvider<ExecutorListener> listeners, Clock clock) {
		Duration unclaimedAfter = topicProperties.retention().dividedBy(2);
		WorkerMonitor workers = new WorkerMonitor(instances, topicProperties.lease(), clock);
		JobSizes jobs = new JobSizes(topicProperties.recordBytes());
		Listeners all = new Listeners(listeners.orderedStream().toList());
		return new ExecutorTopology(topics, () -> new ExecutorProcessor(properties, unclaimedAfter, workers, plans,
				templates, jobs, jobTopics::require, board, executions, all, clock), Stores::persistentKeyValueStore);
	}

	@Bean
	StreamsBuilderFactoryBean executorStreams(StreamsFactory factory, ExecutorTopology executorTopology,
			ExecutorState board, OwnExecutions executions, ConsumedPositions executorPositions, Topics topics) {
		StreamsBuilderFactoryBean streams = factory.create(Role.EXECUTOR, executorTopology, executions,
				executorPositions, new Precedence(topics.taskResults().name(), topics.executionCommands().name()));
		executions.stores((partition) -> store(streams, partition));
		board.runs(() -> StreamsFactory.isRunning(streams));
		return streams;
	}

	private static @Nullable ReadOnlyKeyValueStore<String, byte[]> store(StreamsBuilderFactoryBean streams,
			int partition) {
		KafkaStreams client = streams.getKafkaStreams();
		return (client != null)
				? client.store(StoreQueryParameters
					.<ReadOnlyKeyValueStore<String, byte[]>>fromNameAndType(ExecutorStore.NAME,
							QueryableStoreTypes.keyValueStore())
					.withPartition(partition))
				: null;
	}

}
