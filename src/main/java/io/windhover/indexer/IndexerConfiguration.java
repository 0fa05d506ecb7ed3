package io.windhover.indexer;

import java.time.Clock;

import io.windhover.role.ConditionalOnRole;
import io.windhover.role.Instance;
import io.windhover.role.Role;
import io.windhover.role.ThreadPools;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.backoff.ExponentialBackOff;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.INDEXER)
@EnableConfigurationProperties(IndexerProperties.class)
class IndexerConfiguration {

	@Bean
	IndexerState indexerState(Repository repository, RepositoryProperties properties, Clock clock) {
		return new IndexerState(repository.type(), properties.retention(), clock);
	}

	@Bean
	Retention retention(Repository repository, IndexerState indexerState, ThreadPools pools, Clock clock) {
		return new Retention(repository, indexerState, pools, clock);
	}

	@Bean
	Indexer indexer(KafkaClients clients, Topics topics, TopicProperties topicProperties, Instance instance,
			IndexerProperties properties, IndexerState indexerState, Repository repository, DeadLetters deadLetters,
			ObjectProvider<IndexerListener> listeners, Clock clock) {
		BatchWriter writer = new BatchWriter(repository, deadLetters, listeners.orderedStream().toList(), clock);
		return new Indexer(clients, topicProperties, instance, properties, indexerState,
				(consumer) -> new IndexingLoop(consumer, topics, writer, indexerState, backOff(properties)));
	}

	static ExponentialBackOff backOff(IndexerProperties properties) {
		ExponentialBackOff backOff = new ExponentialBackOff(properties.retryDelay().toMillis(), 2);
		backOff.setMaxInterval(properties.retryMaxDelay().toMillis());
		backOff.setJitter(properties.retryDelay().toMillis() / 2);
		return backOff;
	}

}
