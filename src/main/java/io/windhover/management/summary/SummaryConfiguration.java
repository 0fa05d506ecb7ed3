package io.windhover.management.summary;

import io.windhover.management.security.AccessSummary;
import io.windhover.role.Instance;
import io.windhover.role.PortUrls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SummaryConfiguration {

	@Bean
	StartupSummary startupSummary(Instance instance, PortUrls urls, AccessSummary access, Environment environment) {
		return new StartupSummary(instance, urls, access, new Backends(environment));
	}

}
