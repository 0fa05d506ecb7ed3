package io.windhover.management.endpoint;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.web.annotation.ControllerEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.annotation.ServletEndpointsSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

	/**
	 * No endpoint is a controller or a servlet, and the two discoveries would ask each
	 * bean for its annotations.
	 */
	@Bean
	@SuppressWarnings("removal")
	ControllerEndpointsSupplier controllerEndpoints() {
		return List::of;
	}

	@Bean
	@SuppressWarnings("removal")
	ServletEndpointsSupplier servletEndpoints() {
		return List::of;
	}

	@Bean
	KnownParameters knownParameters(ListableBeanFactory beans) {
		return new KnownParameters(beans);
	}

}
