package io.windhover.management.endpoint.incident;

import java.time.Clock;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.event.EventsView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.incident.Incidents;
import io.windhover.management.operation.Operations;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IncidentEndpointConfiguration {

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnAvailableEndpoint
	EventsEndpoint eventsEndpoint(EventsView view, Instance instance) {
		return new EventsEndpoint(view, instance);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	IncidentsEndpoint incidentsEndpoint(Incidents incidents, InstanceRegistry registry, Instance instance,
			WebEndpointProperties properties) {
		return new IncidentsEndpoint(incidents,
				new IncidentDescriber(registry, RunbooksEndpoint.base(properties.getBasePath())), instance);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	IncidentsEndpointWebExtension incidentsEndpointWebExtension(Incidents incidents, Operations operations,
			Clock clock) {
		return new IncidentsEndpointWebExtension(incidents, operations, clock);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	RunbooksEndpoint runbooksEndpoint(WebEndpointProperties properties) {
		return new RunbooksEndpoint(RunbookRepository.packed(), properties.getBasePath());
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	RunbooksEndpointWebExtension runbooksEndpointWebExtension(RunbooksEndpoint endpoint) {
		return new RunbooksEndpointWebExtension(endpoint);
	}

}
