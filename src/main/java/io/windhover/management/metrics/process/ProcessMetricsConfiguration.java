package io.windhover.management.metrics.process;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.management.Sampler;
import io.windhover.management.incident.Incidents;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.tracing.SpanExportView;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProcessMetricsConfiguration {

	@Bean
	ThreadPoolMetrics threadPoolMetrics(ThreadPools pools, ListableBeanFactory beans) {
		return new ThreadPoolMetrics(pools, beans);
	}

	@Bean
	KafkaClientMeters kafkaClientMeters(ObjectProvider<MeterRegistry> registry) {
		return new KafkaClientMeters(registry);
	}

	@Bean
	OperationMetrics operationMetrics(MetricsProperties properties) {
		return new OperationMetrics(properties);
	}

	@Bean
	MeterMetrics meterMetrics(MetricsProperties properties, FlowMeters flows) {
		return new MeterMetrics(properties, flows);
	}

	@Bean
	DeadLetterMetrics deadLetterMetrics(MetricsProperties properties, DeadLetters deadLetters, Topics topics) {
		return new DeadLetterMetrics(properties, deadLetters, topics);
	}

	@Bean
	NewerRecordMetrics newerRecordMetrics(MetricsProperties properties, KafkaClients clients, Topics topics) {
		return new NewerRecordMetrics(properties, clients.newerRecords(), topics);
	}

	@Bean
	SampleMetrics sampleMetrics(ObjectProvider<Sampler> sampler, MetricsProperties properties, Clock clock) {
		return new SampleMetrics(sampler, properties, clock);
	}

	@Bean
	StreamsMetrics streamsMetrics(StreamsClients clients, ObjectProvider<Sampler> sampler, TopicProperties topics,
			MetricsProperties properties) {
		return new StreamsMetrics(clients, sampler, topics.prefix(), properties);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	TraceMetrics traceMetrics(MetricsProperties properties, ObjectProvider<SpanExportView> spans) {
		return new TraceMetrics(properties, spans);
	}

	@Bean
	VersionMetrics versionMetrics(MetricsProperties properties, Instance instance,
			ObjectProvider<BuildProperties> build, ObjectProvider<GitProperties> git) {
		return new VersionMetrics(properties, instance, build.getIfAvailable(), git.getIfAvailable());
	}

	@Bean
	StorageMetrics storageMetrics(MetricsProperties properties, ObjectProvider<StorageSampler> sampler, Clock clock) {
		return new StorageMetrics(properties, sampler, clock);
	}

	@Bean
	IncidentMetrics incidentMetrics(MetricsProperties properties, ObjectProvider<Incidents> incidents) {
		return new IncidentMetrics(properties, incidents);
	}

	@Bean
	ClusterMetrics clusterMetrics(MetricsProperties properties, InstanceRegistry instances, MaintenanceMode maintenance,
			Clock clock) {
		return new ClusterMetrics(properties, instances, maintenance, clock);
	}

}
