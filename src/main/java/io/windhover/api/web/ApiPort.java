package io.windhover.api.web;

import java.util.Map;

import io.windhover.instance.Role;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the port of the API closed in a process without the role {@code api}: there is no
 * answer that would be better than that nobody listens, which a load balancer
 * understands.
 */
class ApiPort implements EnvironmentPostProcessor, Ordered {

	static final String SOURCE = "port of the API, without the role api";

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 20;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!hasRole(environment)) {
			// Spring Boot starts the web application and opens no port for it
			environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, Map.of("server.port", "-1")));
		}
	}

	/** As text: a role that does not exist is reported when all properties are bound. */
	private static boolean hasRole(ConfigurableEnvironment environment) {
		return Binder.get(environment)
			.bind("windhover.roles", Bindable.setOf(String.class))
			.map((roles) -> roles.stream().anyMatch(Role.API.id()::equalsIgnoreCase))
			.orElse(true);
	}

}
