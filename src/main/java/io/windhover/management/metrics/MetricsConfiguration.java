package io.windhover.management.metrics;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.config.PrometheusPropertiesLoader;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.windhover.api.ApiView;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.event.EventsView;
import io.windhover.execution.CurrentSpan;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.TaskDefinition;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.management.Sampler;
import io.windhover.management.incident.Incidents;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.tracing.SpanExportView;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.MaintenanceMode;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.worker.WorkerView;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
class MetricsConfiguration {

	/**
	 * Keeps one meter of RocksDB out: it is -1 and a counter, and makes a scrape fail.
	 */
	@Bean
	static MeterFilter withoutOpenFiles() {
		return MeterFilter.deny((id) -> id.getName().endsWith("number.open.files"));
	}

	/**
	 * Keeps the metrics of each store in each partition out unless they are asked for:
	 * they are thousands of series, and {@code /kafkastreams/{clientId}/metrics} shows
	 * them as they are.
	 */
	@Bean
	static MeterFilter withoutStores(MetricsProperties properties) {
		return MeterFilter.deny((id) -> !properties.stores() && id.getName().startsWith("kafka.stream.state."));
	}

	@Bean
	ScopedRegistry scopedRegistry() {
		return new ScopedRegistry();
	}

	@Bean
	PrometheusRegistry prometheusRegistry(ScopedRegistry scoped) {
		return scoped.registry();
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = PrometheusScrapeEndpoint.class)
	@ConditionalOnEnabledMetricsExport("prometheus")
	PrometheusEndpointWebExtension prometheusEndpointWebExtension(PrometheusScrapeEndpoint endpoint,
			ScopedRegistry registry, PrometheusMeterRegistry meters, PrometheusConfig config,
			MetricsProperties properties, ObjectProvider<SpanContext> span) {
		ScrapeScopes scopes = new ScrapeScopes(properties, meters.config().namingConvention());
		FlowExposition flows = new FlowExposition(scopes, config.descriptions());
		flows.bindTo(meters);
		return new PrometheusEndpointWebExtension(endpoint, registry, scopes, config.prometheusProperties(), flows,
				prepared(config, span.getIfAvailable()));
	}

	/** Micrometer alone knows the exemplars of its meters, and when they were created. */
	private static Set<PrometheusOutputFormat> prepared(PrometheusConfig config, @Nullable SpanContext span) {
		Properties properties = config.prometheusProperties();
		boolean created = ((properties != null) ? PrometheusPropertiesLoader.load(properties)
				: PrometheusPropertiesLoader.load())
			.getExporterProperties()
			.getIncludeCreatedTimestamps();
		return (created || span != null) ? EnumSet.of(PrometheusOutputFormat.CONTENT_TYPE_004) : EnumSet
			.of(PrometheusOutputFormat.CONTENT_TYPE_004, PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100);
	}

	@Bean
	FlowMeters flowMeters(MetricsProperties properties, Clock clock) {
		return new FlowMeters(properties.maxFlows(), clock);
	}

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
	@ConditionalOnRole(Role.API)
	ApiMetrics apiMetrics(MetricsProperties properties, ObjectProvider<ApiView> view) {
		return new ApiMetrics(properties, view);
	}

	@Bean
	@ConditionalOnRole(Role.API)
	WebhookMetrics webhookMetrics(FlowMeters flows, MetricsProperties properties) {
		return new WebhookMetrics(flows, properties);
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
	@ConditionalOnRole(Role.WORKER)
	WorkerMetrics workerMetrics(FlowMeters flows, MetricsProperties properties, ServedGroups groups,
			ObjectProvider<WorkerView> view) {
		return new WorkerMetrics(flows, properties, new ServedTasks(groups), view);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	WorkerGauges workerGauges(MetricsProperties properties, ServedGroups groups, ObjectProvider<WorkerView> view) {
		return new WorkerGauges(properties, groups, view);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	WorkerQueueMetrics workerQueueMetrics(MetricsProperties properties, ServedGroups groups) {
		return new WorkerQueueMetrics(properties, groups);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	TaskMeters taskMeters(FlowMeters flows, MetricsProperties properties, ServedGroups groups,
			ObjectProvider<TaskDefinition<?>> types) {
		return new TaskMeters(flows, properties, new ServedTasks(groups), types.orderedStream());
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	ExecutorMetrics executorMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<ExecutorView> view,
			ObjectProvider<CurrentSpan> span) {
		return new ExecutorMetrics(flows, properties, view, span.getIfAvailable(() -> CurrentSpan.NONE));
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	ExecutorStateMetrics executorStateMetrics(MetricsProperties properties, ObjectProvider<ExecutorView> view,
			Clock clock) {
		return new ExecutorStateMetrics(properties, view, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	SchedulerMetrics schedulerMetrics(FlowMeters flows, MetricsProperties properties,
			ObjectProvider<SchedulerView> view) {
		return new SchedulerMetrics(flows, properties, view);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	FlowHistoryMetrics flowHistoryMetrics(FlowMeters flows, MetricsProperties properties,
			ObjectProvider<SchedulerView> view, ExpectationDefaults expectations, Clock clock) {
		return new FlowHistoryMetrics(flows, properties, view, expectations, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	SchedulerGauges schedulerGauges(MetricsProperties properties, ObjectProvider<SchedulerView> view, Clock clock) {
		return new SchedulerGauges(properties, view, clock);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	IndexerMetrics indexerMetrics(FlowMeters flows, MetricsProperties properties) {
		return new IndexerMetrics(flows, properties);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	IndexerStateMetrics indexerStateMetrics(MetricsProperties properties, Sampler sampler, Topics topics) {
		return new IndexerStateMetrics(properties, sampler, topics);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	EventMetrics eventMetrics(MetricsProperties properties, ObjectProvider<EventsView> events, Clock clock) {
		return new EventMetrics(properties, events, clock);
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
	@ConditionalOnRole(Role.API)
	CanaryMetrics canaryMetrics(MetricsProperties properties) {
		return new CanaryMetrics(properties);
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
