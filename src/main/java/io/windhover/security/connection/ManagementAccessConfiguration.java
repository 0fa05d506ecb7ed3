package io.windhover.security.connection;

import io.windhover.security.SecurityProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.context.annotation.Bean;

/**
 * The server of the management port: it shares the filters of the other, but not its
 * valves. It is named in a file and no configuration by annotation, lest the component
 * scan give it to the other port.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
@EnableConfigurationProperties(SecurityProperties.class)
class ManagementAccessConfiguration {

	@Bean
	ConnectionCustomizer managementConnectionCustomizer(TomcatServerProperties tomcat, SecurityProperties security) {
		return new ConnectionCustomizer(tomcat, security);
	}

}
