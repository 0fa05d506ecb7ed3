package io.windhover.secret;

import java.util.List;
import java.util.stream.Stream;

import io.windhover.plugin.SecretSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretProperties.class)
class SecretConfiguration {

	@Bean
	SecretSources secretSources(SecretProperties properties, ObjectProvider<SecretSource> others) {
		Stream<SecretSource> files = Stream.ofNullable(properties.directory()).map(FileSecrets::new);
		List<SecretSource> own = Stream.concat(files, Stream.of(new EnvironmentSecrets(System.getenv()))).toList();
		return new SecretSources(() -> Stream.concat(own.stream(), others.orderedStream()).toList());
	}

}
