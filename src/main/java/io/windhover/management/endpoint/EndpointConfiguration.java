package io.windhover.management.endpoint;

import java.time.Clock;
import java.util.List;

import io.windhover.cluster.ExecutionOwners;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.event.EventsView;
import io.windhover.executor.ExecutorView;
import io.windhover.indexer.IndexerView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.Sampler;
import io.windhover.management.StreamsRestarts;
import io.windhover.management.cluster.Peers;
import io.windhover.management.incident.Incidents;
import io.windhover.management.live.LiveSampler;
import io.windhover.management.operation.Operations;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.streams.StreamsClients;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.topic.FlowDirectory;
import io.windhover.topic.MaintenanceMode;
import io.windhover.worker.WorkerControl;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.web.annotation.ControllerEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.annotation.ServletEndpointsSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerEndpointProperties.class)
class EndpointConfiguration {

	/**
	 * No endpoint is a controller or a servlet, and the two discoveries would ask each
	 * bean for its annotations.
	 */
	@Bean
	@SuppressWarnings("removal")
	ControllerEndpointsSupplier controllerEndpoints() {
		return List::of;
	}

	@Bean
	@SuppressWarnings("removal")
	ServletEndpointsSupplier servletEndpoints() {
		return List::of;
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	@ConditionalOnAvailableEndpoint
	WorkerEndpoint workerEndpoint(WorkerView view, Instance instance, WorkerEndpointProperties properties,
			ObjectProvider<SanitizingFunction> functions, Clock clock) {
		ShownValues values = new ShownValues(properties.showValues(), properties.roles(),
				functions.orderedStream().toList());
		return new WorkerEndpoint(view, instance, values, clock);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	@ConditionalOnAvailableEndpoint
	WorkerEndpointWebExtension workerEndpointWebExtension(WorkerControl control, Operations operations,
			Instance instance, Clock clock) {
		return new WorkerEndpointWebExtension(control, operations, instance, clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	FailuresEndpoint failuresEndpoint(FlowDirectory flows, Clock clock) {
		return new FailuresEndpoint(flows, clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	FlowsEndpoint flowsEndpoint(FlowDirectory flows, Clock clock) {
		return new FlowsEndpoint(flows, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	@ConditionalOnAvailableEndpoint
	SchedulerEndpoint schedulerEndpoint(SchedulerView view, FlowDirectory flows, TriggerCommands commands,
			Operations operations, Clock clock) {
		return new SchedulerEndpoint(view, flows, commands, operations, clock);
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	@ConditionalOnAvailableEndpoint
	ExecutorEndpoint executorEndpoint(ExecutorView view, Instance instance, Clock clock) {
		return new ExecutorEndpoint(view, instance, clock);
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	@ConditionalOnAvailableEndpoint
	ExecutorEndpointWebExtension executorEndpointWebExtension(ExecutionOwners owners, Instance instance) {
		return new ExecutorEndpointWebExtension(owners, instance);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnAvailableEndpoint
	IndexerEndpoint indexerEndpoint(IndexerView view, Sampler sampler, Instance instance) {
		return new IndexerEndpoint(view, sampler, instance);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnAvailableEndpoint
	EventsEndpoint eventsEndpoint(EventsView view, Instance instance) {
		return new EventsEndpoint(view, instance);
	}

	@Bean
	@Conditional(OnStreamsRole.class)
	@ConditionalOnAvailableEndpoint
	KafkaStreamsEndpoint kafkaStreamsEndpoint(StreamsClients clients, Sampler sampler, StreamsRestarts restarts,
			Operations operations) {
		return new KafkaStreamsEndpoint(clients, sampler, restarts, operations);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	ClusterEndpoint clusterEndpoint(InstanceRegistry registry, Peers peers, Instance instance,
			MaintenanceMode maintenance, Operations operations, Clock clock) {
		return new ClusterEndpoint(registry, peers, instance, maintenance, operations, clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	IncidentsEndpoint incidentsEndpoint(Incidents incidents, InstanceRegistry registry, Instance instance,
			Operations operations, WebEndpointProperties properties, Clock clock) {
		return new IncidentsEndpoint(incidents,
				new IncidentDescriber(registry, RunbooksEndpoint.base(properties.getBasePath())), instance, operations,
				clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	StorageEndpoint storageEndpoint(StorageSampler sampler, Instance instance) {
		return new StorageEndpoint(sampler, instance);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	SamplesEndpoint samplesEndpoint(LiveSampler sampler, Instance instance) {
		return new SamplesEndpoint(sampler, instance);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	RunbooksEndpoint runbooksEndpoint(WebEndpointProperties properties) {
		return new RunbooksEndpoint(RunbookShelf.packed(), properties.getBasePath());
	}

	@Bean
	KnownParameters knownParameters(ListableBeanFactory beans) {
		return new KnownParameters(beans);
	}

}
