package io.windhover.role;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstanceProperties.class)
class RoleConfiguration {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	Instance instance(InstanceProperties properties, Clock clock) {
		return Instance.of(properties, clock.instant());
	}

	@Bean
	ThreadPools threadPools() {
		return new ThreadPools();
	}

}
