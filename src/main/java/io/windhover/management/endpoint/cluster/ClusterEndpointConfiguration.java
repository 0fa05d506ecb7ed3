package io.windhover.management.endpoint.cluster;

import java.time.Clock;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.instance.Instance;
import io.windhover.management.cluster.Peers;
import io.windhover.management.operation.Operations;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClusterEndpointConfiguration {

	@Bean
	@ConditionalOnAvailableEndpoint
	ClusterEndpoint clusterEndpoint(InstanceRegistry registry, Peers peers, Instance instance,
			MaintenanceMode maintenance, Clock clock) {
		return new ClusterEndpoint(registry, peers, instance, maintenance, clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	ClusterEndpointWebExtension clusterEndpointWebExtension(MaintenanceMode maintenance, Operations operations,
			Clock clock) {
		return new ClusterEndpointWebExtension(maintenance, operations, clock);
	}

}
