package io.windhover.management.endpoint;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Compresses what the management port answers to those who ask for it, as Prometheus
 * does: Spring Boot has a property for the other port only. See
 * {@link ProblemConfiguration} for why it is named in a file.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class CompressionConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> compression() {
		return (factory) -> {
			Compression compression = new Compression();
			compression.setEnabled(true);
			compression.setMimeTypes(new String[] { "text/plain", "text/html", "text/css", "text/javascript",
					"text/markdown", "image/svg+xml", "application/json", "application/problem+json",
					"application/openmetrics-text", "application/vnd.spring-boot.actuator.v3+json" });
			factory.setCompression(compression);
		};
	}

}
