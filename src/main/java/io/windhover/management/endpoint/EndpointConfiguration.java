package io.windhover.management.endpoint;

import java.time.Clock;

import io.windhover.management.Sampler;
import io.windhover.management.StreamsClients;
import io.windhover.management.StreamsRestarts;
import io.windhover.management.operation.Operations;
import io.windhover.role.ConditionalOnRole;
import io.windhover.role.Instance;
import io.windhover.role.Role;
import io.windhover.scheduler.SchedulerView;
import io.windhover.worker.WorkerControl;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerEndpointProperties.class)
class EndpointConfiguration {

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
			Instance instance) {
		return new WorkerEndpointWebExtension(control, operations, instance);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	@ConditionalOnAvailableEndpoint
	SchedulerEndpoint schedulerEndpoint(SchedulerView view, Clock clock) {
		return new SchedulerEndpoint(view, clock);
	}

	@Bean
	@Conditional(OnStreamsRole.class)
	@ConditionalOnAvailableEndpoint
	KafkaStreamsEndpoint kafkaStreamsEndpoint(StreamsClients clients, Sampler sampler, StreamsRestarts restarts,
			Operations operations) {
		return new KafkaStreamsEndpoint(clients, sampler, restarts, operations);
	}

}
