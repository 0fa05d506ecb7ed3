package io.windhover.management.security;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The same for the server of the management port. It is named in a file and no
 * configuration by annotation, lest the component scan give it to the other port.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementAccessConfiguration {

	@Bean
	LocalAccess managementLocalAccess(Environment environment) {
		return new LocalAccess(environment.getProperty("windhover.listen-address", "127.0.0.1"));
	}

}
