package io.windhover.management.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.file.FileStore;
import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.repository.Repository;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageProperties.class)
class StorageConfiguration {

	private static final String CLIENT = "windhover-storage";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int FETCH_BYTES = 64 * 1024;

	/** It reads what is there: a broker that waits for more keeps the next draw back. */
	private static final int FETCH_WAIT_MILLIS = 10;

	private static final Map<String, Object> CONSUMER = Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
			FETCH_BYTES, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS,
			ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);

	@Bean
	StorageSampler storageSampler(KafkaClients clients, Topics topics, TopicProperties topicProperties,
			Repository repository, FileStore files, Instance instance, InstanceProperties instanceProperties,
			StorageProperties properties, ThreadPools pools, Clock clock) {
		BrokerDisks brokers = new BrokerDisks(() -> clients.admin(CLIENT, (int) TIMEOUT.toMillis()),
				(topic) -> topics.owns(topic, topicProperties.prefix()), TIMEOUT);
		RecordDraws draws = new RecordDraws(() -> clients.consumer(CLIENT, null, CONSUMER), TIMEOUT);
		List<String> drawn = Stream.concat(topics.documents().stream(), Stream.of(topics.flowHistories()))
			.map(Topic::name)
			.toList();
		StoreDirectories stores = new StoreDirectories(instanceProperties.dataDirectory().resolve("streams"));
		return new StorageSampler(brokers, draws, drawn, stores, uses(instance, repository) ? repository : null, files,
				instanceProperties.dataDirectory(), properties, pools, clock);
	}

	/** One that is embedded has something only where it is written to. */
	private static boolean uses(Instance instance, Repository repository) {
		return instance.roles().contains(Role.INDEXER)
				|| (instance.roles().contains(Role.API) && !repository.isEmbedded());
	}

}
