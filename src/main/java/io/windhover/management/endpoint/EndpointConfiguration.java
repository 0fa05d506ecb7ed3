package io.windhover.management.endpoint;

import java.time.Clock;

import io.windhover.management.Sampler;
import io.windhover.management.StreamsClients;
import io.windhover.management.operation.Operations;
import io.windhover.role.ConditionalOnRole;
import io.windhover.role.Instance;
import io.windhover.role.Role;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.worker.WorkerView;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

	@Bean
	@ConditionalOnRole(Role.WORKER)
	@ConditionalOnAvailableEndpoint
	WorkerEndpoint workerEndpoint(WorkerView view, Instance instance, Clock clock) {
		return new WorkerEndpoint(view, instance, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	@ConditionalOnAvailableEndpoint
	SchedulerEndpoint schedulerEndpoint(SchedulerView view, TriggerCommands commands, Operations operations,
			Clock clock) {
		return new SchedulerEndpoint(view, commands, operations, clock);
	}

	@Bean
	@Conditional(OnStreamsRole.class)
	@ConditionalOnAvailableEndpoint
	KafkaStreamsEndpoint kafkaStreamsEndpoint(StreamsClients clients, Sampler sampler) {
		return new KafkaStreamsEndpoint(clients, sampler);
	}

}
