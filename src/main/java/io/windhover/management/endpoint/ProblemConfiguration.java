package io.windhover.management.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Belongs to the management port only, where it has a server of its own. It is named in a
 * file and no configuration by annotation, lest the component scan give it to the other
 * port.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ProblemConfiguration {

	/**
	 * Around all else that answers, so that it sees whole bodies.
	 */
	@Bean
	FilterRegistrationBean<RunbookCache> runbookCache(WebEndpointProperties properties) {
		FilterRegistrationBean<RunbookCache> registration = new FilterRegistrationBean<>(
				new RunbookCache(properties.getBasePath()));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
		return registration;
	}

	/**
	 * Comes last, to take the error page out again that Spring Boot puts in: it would
	 * answer before the valve, and not as a problem.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problems() {
		return (factory) -> {
			factory.setErrorPages(Set.of());
			factory
				.addContextCustomizers((context) -> context.getParent().getPipeline().addValve(new ManagementValve()));
		};
	}

}
