package io.windhover.security.web;

import java.util.Set;

import io.windhover.security.Requests;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What may be read by anybody: the status of {@code /health} and of its groups, but not
 * of a single component; and, while there are no users, {@code /info} and
 * {@code /prometheus}.
 */
class OpenEndpoints implements RequestMatcher {

	private static final EndpointId HEALTH = EndpointId.of("health");

	private final RequestMatcher health = EndpointRequest.to("health");

	private final RequestMatcher others = EndpointRequest.to("info", "prometheus");

	private final boolean users;

	private final PathMappedEndpoints endpoints;

	private final Set<String> groups;

	/**
	 * Prepares.
	 * @param groups null where the health endpoint is switched off
	 */
	OpenEndpoints(boolean users, PathMappedEndpoints endpoints, @Nullable HealthEndpointGroups groups) {
		this.users = users;
		this.endpoints = endpoints;
		this.groups = (groups != null) ? groups.getNames() : Set.of();
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		if (!Requests.reads(request) || "OPTIONS".equals(request.getMethod())) {
			return false;
		}
		return (!this.users && this.others.matches(request))
				|| (this.health.matches(request) && isGroup(request.getRequestURI()));
	}

	private boolean isGroup(@Nullable String path) {
		String root = this.endpoints.getPath(HEALTH);
		return root != null && path != null
				&& (path.equals(root) || this.groups.stream().anyMatch((group) -> path.equals(root + "/" + group)));
	}

}
