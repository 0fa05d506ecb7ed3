package io.windhover.management.health;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Finds nothing at a path below a component that does not exist, where Spring Boot's own
 * fails instead (it looks for the rest of the path in what it did not find).
 */
@EndpointWebExtension(endpoint = HealthEndpoint.class)
public class CheckedHealthExtension extends HealthEndpointWebExtension {

	private final HealthContributors contributors;

	private final HealthEndpointGroups groups;

	CheckedHealthExtension(HealthContributorRegistry registry, HealthEndpointGroups groups,
			@Nullable Duration slowIndicator) {
		super(registry, null, groups, slowIndicator);
		this.contributors = registry;
		this.groups = groups;
	}

	@Override
	public WebEndpointResponse<HealthDescriptor> health(ApiVersion apiVersion,
			@Nullable WebServerNamespace serverNamespace, SecurityContext securityContext, boolean showAll,
			String... path) {
		return exists(path) ? super.health(apiVersion, serverNamespace, securityContext, showAll, path)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private boolean exists(String... path) {
		Object found = this.contributors;
		for (int i = (path.length > 0 && this.groups.getNames().contains(path[0])) ? 1 : 0; i < path.length; i++) {
			found = (found instanceof HealthContributors composite) ? composite.getContributor(path[i]) : null;
		}
		return found != null;
	}

}
