package io.windhover.indexer.elasticsearch;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
		@Nullable SslBundle ssl = (properties.sslBundle() != null) ? bundles.getObject().getBundle(properties.sslBundle()) : null;
		return ClientFactory.client(properties, ssl);
	}

	@Bean
	ElasticsearchRepository elasticsearchRepository(ElasticsearchClient elasticsearchClient,
			ElasticsearchProperties properties) {
		return new ElasticsearchRepository(elasticsearchClient, properties);
	}

}
