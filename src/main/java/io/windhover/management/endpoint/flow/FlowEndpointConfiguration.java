package io.windhover.management.endpoint.flow;

import java.time.Clock;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.management.operation.Operations;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.topic.flow.FlowDirectory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FlowEndpointConfiguration {

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
	SchedulerEndpoint schedulerEndpoint(SchedulerView view, FlowDirectory flows, Clock clock) {
		return new SchedulerEndpoint(view, flows, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	@ConditionalOnAvailableEndpoint
	SchedulerEndpointWebExtension schedulerEndpointWebExtension(SchedulerEndpoint endpoint, SchedulerView view,
			TriggerCommands commands, Operations operations, Clock clock) {
		return new SchedulerEndpointWebExtension(endpoint, view, commands, operations, clock);
	}

}
