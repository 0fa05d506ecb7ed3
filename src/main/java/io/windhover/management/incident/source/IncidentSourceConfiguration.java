package io.windhover.management.incident.source;

import java.time.Clock;

import io.windhover.api.CanaryView;
import io.windhover.api.FlowFilesView;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.event.EventsView;
import io.windhover.indexer.IndexerView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.management.Sampler;
import io.windhover.management.incident.Reporters;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.streams.StreamsClients;
import io.windhover.plugin.PluginsView;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.FlowDirectory;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IncidentSourceConfiguration {

	@Bean
	InstancesSource instancesSource(InstanceRegistry registry, Reporters reporters, TopicProperties topics,
			Clock clock) {
		return new InstancesSource(registry, reporters, topics.lease(), clock);
	}

	@Bean
	DeadLettersSource deadLettersSource(DeadLetters deadLetters, Topics topics, Reporters reporters, Clock clock,
			@Value("${windhover.metrics.prefix:}") String metricPrefix) {
		boolean dotted = metricPrefix.isEmpty() || metricPrefix.endsWith(".");
		return new DeadLettersSource(deadLetters, topics, dotted ? metricPrefix : metricPrefix + ".", reporters, clock);
	}

	@Bean
	PluginsSource pluginsSource(PluginsView plugins, Reporters reporters) {
		return new PluginsSource(plugins, reporters);
	}

	@Bean
	StreamsSource streamsSource(StreamsClients clients, Sampler sampler, KafkaClients kafka, Reporters reporters,
			Clock clock) {
		return new StreamsSource(clients, sampler, kafka.newerRecords(), reporters, clock);
	}

	@Bean
	NewerRecordsSource newerRecordsSource(StreamsClients clients, KafkaClients kafka, ObjectProvider<WorkerView> worker,
			ObjectProvider<IndexerView> indexer, Reporters reporters) {
		return new NewerRecordsSource(clients, kafka.newerRecords(), worker.getIfAvailable(), indexer.getIfAvailable(),
				reporters);
	}

	@Bean
	StorageSource storageSource(StorageSampler storage, Reporters reporters) {
		return new StorageSource(storage, reporters);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	StuckTasksSource stuckTasksSource(WorkerView worker, Reporters reporters) {
		return new StuckTasksSource(worker, reporters);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	MovedFlows movedFlows(SchedulerView scheduler, FlowDirectory flows, Reporters reporters) {
		return new MovedFlows(scheduler, flows, reporters);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	FailedEvaluationsSource failedEvaluationsSource(SchedulerView scheduler, MovedFlows movedFlows) {
		return new FailedEvaluationsSource(scheduler, movedFlows);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	FlowsSource flowsSource(SchedulerView scheduler, MovedFlows movedFlows) {
		return new FlowsSource(scheduler, movedFlows);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	RepositorySource repositorySource(IndexerView indexer, Reporters reporters, Clock clock) {
		return new RepositorySource(indexer, reporters, clock);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	EventsSource eventsSource(EventsView events, Reporters reporters, Clock clock) {
		return new EventsSource(events, reporters, clock);
	}

	@Bean
	@ConditionalOnRole(Role.API)
	@ConditionalOnProperty("windhover.canary.enabled")
	CanarySource canarySource(CanaryView canary, Reporters reporters) {
		return new CanarySource(canary, reporters);
	}

	@Bean
	@ConditionalOnRole(Role.API)
	FlowFilesSource flowFilesSource(FlowFilesView files, Reporters reporters) {
		return new FlowFilesSource(files, reporters);
	}

}
