package io.windhover.repository;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RepositoryProperties.class)
class RepositoryConfiguration {

	/**
	 * Whoever misspells the type is told so, and not that some bean is missing.
	 */
	@Bean
	static BeanFactoryPostProcessor repositoryTypeCheck(Environment environment) {
		return (factory) -> {
			if (factory.getBeanNamesForType(Repository.class, true, false).length == 0) {
				throw new RepositorySettingsException(
						"There is no repository of the type '%s', which windhover.repository.type names."
							.formatted(environment.getProperty("windhover.repository.type", "")),
						"Set windhover.repository.type to sqlite or to elasticsearch, which is OpenSearch as well.");
			}
		};
	}

}
