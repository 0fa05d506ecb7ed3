package io.windhover.management.operation;

import io.windhover.management.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OperationConfiguration {

	@Bean
	Operations operations(Sampler sampler, ObjectProvider<OperationListener> listeners) {
		return new Operations(sampler, listeners);
	}

	@Bean
	OperationAudit operationAudit() {
		return new OperationAudit();
	}

}
