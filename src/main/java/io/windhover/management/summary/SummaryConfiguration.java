package io.windhover.management.summary;

import io.windhover.instance.Instance;
import io.windhover.instance.PortUrls;
import io.windhover.security.AccessSummary;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SummaryConfiguration {

	@Bean
	StartupSummary startupSummary(Instance instance, PortUrls urls, AccessSummary access, Environment environment,
			KafkaConnectionDetails connection, KafkaProperties kafka) {
		BackendSummary backendSummary = new BackendSummary(environment, BrokerAccess.of(connection, kafka),
				access.hasUsers());
		return new StartupSummary(instance, urls, access, backendSummary);
	}

}
