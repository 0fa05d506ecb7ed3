package io.windhover.instance;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstanceProperties.class)
class RoleConfiguration {

	@Bean
	static DataDirectoryLock dataDirectoryLock() {
		return new DataDirectoryLock();
	}

	@Bean
	static UnusedDefinitions unusedDefinitions() {
		return new UnusedDefinitions();
	}

	@Bean
	static TypeCaching typeCaching() {
		return new TypeCaching();
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	Instance instance(InstanceProperties properties, Clock clock) {
		return Instance.of(properties, clock.instant());
	}

	@Bean
	IncarnationFile incarnationFile(InstanceProperties properties, Instance instance) {
		return new IncarnationFile(properties.dataDirectory(), instance);
	}

	@Bean
	PortUrls portUrls(Environment environment, InstanceProperties properties) {
		return new PortUrls(environment, properties);
	}

	@Bean
	ThreadPools threadPools() {
		return new ThreadPools();
	}

}
