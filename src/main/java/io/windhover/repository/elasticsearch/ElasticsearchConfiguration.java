package io.windhover.repository.elasticsearch;

import io.windhover.repository.RepositorySettingsException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * On every instance, because each answers for executions; no node is asked before
 * somebody asks or the indexer starts.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "windhover.repository.type", havingValue = "elasticsearch")
@EnableConfigurationProperties(ElasticsearchProperties.class)
class ElasticsearchConfiguration {

	@Bean
	ElasticsearchClient elasticsearchClient(ElasticsearchProperties properties, ObjectProvider<SslBundles> bundles) {
		String name = properties.sslBundle();
		return ClientFactory.client(properties, (name != null) ? bundle(bundles.getObject(), name) : null);
	}

	private static SslBundle bundle(SslBundles bundles, String name) {
		try {
			return bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new RepositorySettingsException(
					"windhover.repository.elasticsearch.ssl-bundle names '%s', which is no SSL bundle.".formatted(name),
					"Define it as spring.ssl.bundle.pem.%s or spring.ssl.bundle.jks.%s, or name another."
						.formatted(name, name));
		}
	}

	@Bean
	ElasticsearchRepository elasticsearchRepository(ElasticsearchClient elasticsearchClient,
			ElasticsearchProperties properties) {
		return new ElasticsearchRepository(elasticsearchClient, properties);
	}

}
