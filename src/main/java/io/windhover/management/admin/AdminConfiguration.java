package io.windhover.management.admin;

import de.codecentric.boot.admin.client.config.ClientProperties;
import de.codecentric.boot.admin.client.config.InstanceProperties;
import de.codecentric.boot.admin.client.config.SpringBootAdminClientEnabledCondition;
import de.codecentric.boot.admin.client.registration.ApplicationFactory;
import de.codecentric.boot.admin.client.registration.ApplicationRegistrator;
import de.codecentric.boot.admin.client.registration.RegistrationApplicationListener;
import de.codecentric.boot.admin.client.registration.RegistrationClient;
import de.codecentric.boot.admin.client.registration.metadata.CompositeMetadataContributor;
import de.codecentric.boot.admin.client.registration.metadata.MetadataContributor;
import io.windhover.instance.Instance;
import jakarta.servlet.ServletContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Is there only where {@code spring.boot.admin.client.url} is set.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(SpringBootAdminClientEnabledCondition.class)
class AdminConfiguration {

	@Bean
	MetadataContributor instanceMetadata(Instance instance, ObjectProvider<BuildProperties> build) {
		return new InstanceMetadata(instance, build.getIfAvailable());
	}

	@Bean
	ApplicationFactory reachableApplicationFactory(InstanceProperties instance, ManagementServerProperties management,
			ServerProperties server, ServletContext servletContext, PathMappedEndpoints endpoints,
			WebEndpointProperties webEndpoint, ObjectProvider<MetadataContributor> contributors,
			DispatcherServletPath dispatcherServletPath) {
		return new ReachableApplicationFactory(instance, management, server, servletContext, endpoints, webEndpoint,
				new CompositeMetadataContributor(contributors.orderedStream().toList()), dispatcherServletPath);
	}

	@Bean
	ApplicationRegistrator adminRegistrator(ApplicationFactory factory, RegistrationClient client,
			ClientProperties properties) {
		return new AdminRegistrator(factory, client, properties);
	}

	@Bean
	AdminLifecycle adminLifecycle(RegistrationApplicationListener timer, ApplicationRegistrator registrator,
			ClientProperties properties) {
		return new AdminLifecycle(timer, registrator, properties);
	}

}
