package io.windhover.management.health;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.api.ApiView;
import io.windhover.api.FlowFilesView;
import io.windhover.cluster.Identity;
import io.windhover.cluster.Neighbours;
import io.windhover.executor.ExecutorView;
import io.windhover.indexer.IndexerView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.PortUrls;
import io.windhover.instance.Role;
import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.management.incident.Incidents;
import io.windhover.management.metrics.FlowLimit;
import io.windhover.management.streams.StreamsClients;
import io.windhover.plugin.PluginsView;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.maintenance.MaintenanceMode;
import io.windhover.worker.WorkerView;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

	@Bean
	EarlyLiveness earlyLiveness(ApplicationEventPublisher events) {
		return new EarlyLiveness(events);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("kafka")
	KafkaHealthIndicator kafkaHealthIndicator(Sampler sampler, ManagementProperties properties, KafkaClients clients,
			Clock clock) {
		return new KafkaHealthIndicator(sampler, properties, () -> clients.denials().lately(),
				() -> clients.denials().latelyOfGroups(), clock);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("identity")
	IdentityHealthIndicator identityHealthIndicator(Identity identity) {
		return new IdentityHealthIndicator(identity);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("kafkaStreams")
	KafkaStreamsHealth kafkaStreamsHealthContributor(StreamsClients clients, KafkaClients kafka, Sampler sampler,
			ManagementProperties properties, Clock clock) {
		return new KafkaStreamsHealth(clients, kafka.newerRecords(), sampler, properties, clock);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("topics")
	TopicsHealthIndicator topicsHealthIndicator(StreamsClients clients, Sampler sampler, Topics topics,
			TopicProperties properties) {
		return new TopicsHealthIndicator(clients, sampler, topics, properties);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	@ConditionalOnEnabledHealthIndicator("worker")
	WorkerHealthIndicator workerHealthIndicator(WorkerView view, Instance instance) {
		return new WorkerHealthIndicator(view, instance);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	@ConditionalOnEnabledHealthIndicator("scheduler")
	SchedulerHealthIndicator schedulerHealthIndicator(SchedulerView view, Sampler sampler, StreamsClients clients,
			ManagementProperties properties, Clock clock) {
		return new SchedulerHealthIndicator(view, sampler, clients, properties, clock);
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	@ConditionalOnEnabledHealthIndicator("executor")
	ExecutorHealthIndicator executorHealthIndicator(ExecutorView view) {
		return new ExecutorHealthIndicator(view);
	}

	@Bean
	@ConditionalOnRole(Role.API)
	@ConditionalOnEnabledHealthIndicator("api")
	ApiHealthIndicator apiHealthIndicator(ApiView view, FlowFilesView files, PortUrls urls) {
		return new ApiHealthIndicator(view, files, urls);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnEnabledHealthIndicator("indexer")
	IndexerHealthIndicator indexerHealthIndicator(IndexerView view) {
		return new IndexerHealthIndicator(view);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnEnabledHealthIndicator("repository")
	RepositoryHealthIndicator repositoryHealthIndicator(IndexerView view, Neighbours neighbours, Clock clock) {
		return new RepositoryHealthIndicator(view, neighbours, clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = HealthEndpoint.class)
	CheckedHealthExtension checkedHealthExtension(HealthContributorRegistry registry, HealthEndpointGroups groups,
			@Value("${management.endpoint.health.logging.slow-indicator-threshold:10s}") Duration slowIndicator) {
		return new CheckedHealthExtension(registry, groups, slowIndicator);
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = HealthEndpoint.class)
	ReadyAnnouncement readyAnnouncement(HealthEndpoint endpoint, Clock clock, InstanceProperties instance,
			ApplicationContext context) {
		Instant processStart = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
		return new ReadyAnnouncement(() -> readiness(endpoint), processStart, clock, () -> {
			if (instance.exitWhenReady()) {
				System.exit(SpringApplication.exit(context));
			}
		});
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("plugins")
	PluginsHealthIndicator pluginsHealthIndicator(PluginsView plugins) {
		return new PluginsHealthIndicator(plugins);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("maintenance")
	MaintenanceHealthIndicator maintenanceHealthIndicator(MaintenanceMode mode) {
		return new MaintenanceHealthIndicator(mode);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("incidents")
	IncidentsHealthIndicator incidentsHealthIndicator(Incidents incidents) {
		return new IncidentsHealthIndicator(incidents);
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("metrics")
	MetricsHealthIndicator metricsHealthIndicator(FlowLimit flows) {
		return new MetricsHealthIndicator(flows);
	}

	@Bean
	@Qualifier("liveness")
	LivenessStatusAggregator livenessStatusAggregator() {
		return new LivenessStatusAggregator();
	}

	private static @Nullable Status readiness(HealthEndpoint endpoint) {
		HealthDescriptor readiness = endpoint.healthForPath("readiness");
		return (readiness != null) ? readiness.getStatus() : null;
	}

}
