package io.windhover.management.endpoint.engine;

import java.time.Clock;

import io.windhover.cluster.owner.ExecutionOwners;
import io.windhover.executor.ExecutorView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.operation.Operations;
import io.windhover.worker.WorkerControl;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerEndpointProperties.class)
class EngineEndpointConfiguration {

	@Bean
	@ConditionalOnRole(Role.WORKER)
	@ConditionalOnAvailableEndpoint
	WorkerEndpoint workerEndpoint(WorkerView view, Instance instance, WorkerEndpointProperties properties,
			ObjectProvider<SanitizingFunction> functions, Clock clock) {
		ValueSanitizer values = new ValueSanitizer(properties.showValues(), properties.roles(),
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

}
