package io.windhover.api.canary;

import java.time.Clock;

import io.windhover.api.CanaryListener;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.RepositoryReach;
import io.windhover.api.flow.FlowStore;
import io.windhover.api.web.BoundedPublisher;
import io.windhover.flow.FlowReader;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.repository.Repository;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.Topics;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CanaryProperties.class)
class CanaryConfiguration {

	@Bean
	@ConditionalOnRole(Role.API)
	@ConditionalOnProperty("windhover.canary.enabled")
	Canary canary(FlowReader flows, FlowStore store, BoundedPublisher publisher, Topics topics,
			ExecutionReader executions, Repository repository, RepositoryReach reach, PartitionCount partitions,
			CanaryProperties properties, ObjectProvider<CanaryListener> hearers, MaintenanceMode maintenance,
			ThreadPools pools, Clock clock) {
		ListenerList<CanaryListener> listeners = new ListenerList<>(hearers.orderedStream().toList());
		CanaryFlight flight = new CanaryFlight(flows, store, publisher, topics, executions, repository, reach,
				properties, listeners, clock);
		return new Canary(flight, partitions, properties, listeners, maintenance::isHolding, pools, clock);
	}

}
