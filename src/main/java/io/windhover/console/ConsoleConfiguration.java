package io.windhover.console;

import io.windhover.instance.Instance;
import io.windhover.instance.PortUrls;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "windhover.console.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleConfiguration {

	@Bean
	Console console(Environment environment, PortUrls urls, Instance instance, ObjectProvider<BuildProperties> build) {
		BuildProperties properties = build.getIfAvailable();
		return new Console(new ConsolePorts(environment, urls), instance.id(),
				(properties != null) ? properties.getVersion() : null);
	}

}
