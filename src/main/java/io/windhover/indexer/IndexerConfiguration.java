package io.windhover.indexer;

import java.time.Clock;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.file.FileStore;
import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryProperties;
import io.windhover.topic.ConsumerThread;
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
		return new IndexerState(repository.type(), repository.isEmbedded(), properties.retention(), clock);
	}

	@Bean
	ListenerList<IndexerListener> indexerListeners(ObjectProvider<IndexerListener> listeners) {
		return new ListenerList<>(listeners.orderedStream().toList());
	}

	@Bean
	Retention retention(Repository repository, FileStore files, IndexerState indexerState,
			ListenerList<IndexerListener> indexerListeners, ThreadPools pools, Clock clock) {
		return new Retention(repository, files, indexerState, indexerListeners, pools, clock);
	}

	@Bean
	ConsumerThread indexer(KafkaClients clients, Topics topics, TopicProperties topicProperties, Instance instance,
			IndexerProperties properties, IndexerState indexerState, Repository repository, FileStore files,
			DeadLetters deadLetters, ListenerList<IndexerListener> indexerListeners, Clock clock) {
		BatchWriter writer = new BatchWriter(repository, new ExecutionDeletions(repository, files), deadLetters,
				indexerListeners, clock);
		return new Indexer(clients, topicProperties, instance, properties, indexerState, indexerListeners,
				(consumer) -> new IndexingLoop(consumer, topics, writer, indexerState, backOff(properties),
						properties.batchSize()))
			.thread();
	}

	static ExponentialBackOff backOff(IndexerProperties properties) {
		ExponentialBackOff backOff = new ExponentialBackOff(properties.retryDelay().toMillis(), 2);
		backOff.setMaxInterval(properties.retryMaxDelay().toMillis());
		backOff.setJitter(properties.retryDelay().toMillis() / 2);
		return backOff;
	}

}
