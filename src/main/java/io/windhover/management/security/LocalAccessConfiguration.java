package io.windhover.management.security;

import io.windhover.role.InstanceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LocalAccessConfiguration {

	@Bean
	LocalAccess localAccess(InstanceProperties properties) {
		return new LocalAccess(properties.listenAddress());
	}

	@Bean
	ListenAddressWarning listenAddressWarning(InstanceProperties properties) {
		return new ListenAddressWarning(properties.listenAddress());
	}

}
