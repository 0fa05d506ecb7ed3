package io.windhover.management;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.windhover.cluster.Identity;
import io.windhover.cluster.Neighbours;
import io.windhover.indexer.IndexerView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.logging.RepeatedLines;
import io.windhover.management.lag.Backlogs;
import io.windhover.management.lag.GroupLags;
import io.windhover.management.lag.KafkaOffsets;
import io.windhover.management.lag.UnreadRecords;
import io.windhover.management.streams.StreamsClients;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.JobTopics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManagementProperties.class)
class ManagementConfiguration {

	private static final String SAMPLER = "windhover-sampler";

	private static final Map<String, Object> CONSUMER = Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
			UnreadRecords.MOST_BYTES, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);

	@Bean
	StreamsClients streamsClients(Clock clock) {
		return new StreamsClients(clock);
	}

	@Bean
	Sampler sampler(StreamsClients streamsClients, KafkaClients kafkaClients, Topics topics, JobTopics jobTopics,
			ObjectProvider<ServedGroups> served, TopicProperties topicProperties, PartitionCount partitions,
			Instance instance, ManagementProperties properties, ThreadPools pools,
			ObjectProvider<SampleListener> listeners, Clock clock) {
		int timeout = (int) properties.sampleTimeout().toMillis();
		KafkaOffsets offsets = new KafkaOffsets(() -> kafkaClients.admin(SAMPLER, timeout), properties.sampleTimeout(),
				(failure) -> kafkaClients.denials().explain(failure));
		UnreadRecords records = new UnreadRecords(() -> kafkaClients.consumer(SAMPLER, null, CONSUMER),
				properties.sampleTimeout());
		GroupLags lags = new GroupLags(offsets, records, clock);
		List<String> own = served.getIfAvailable(() -> new ServedGroups(List.of())).names();
		Backlogs backlogs = new Backlogs(lags, topicProperties, partitions, topics,
				() -> instance.roles().contains(Role.EXECUTOR) ? jobTopics.existing() : own, instance.roles(), clock);
		return new Sampler(streamsClients, offsets, lags, backlogs, properties, pools,
				listeners.orderedStream().toList(), clock);
	}

	@Bean
	StreamsRestarts streamsRestarts(Sampler sampler, ThreadPools pools, Identity identity) {
		return new StreamsRestarts(sampler, pools, identity::isFenced);
	}

	@Bean
	KafkaReachability kafkaReachability(ObjectProvider<Sampler> sampler, ObjectProvider<RepeatedLines> lines,
			Clock clock) {
		return new KafkaReachability(sampler, lines, clock);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	SharedIndexing sharedIndexing(IndexerView indexer, Neighbours neighbours) {
		return new SharedIndexing(indexer, neighbours);
	}

	@Bean
	StoreCopies storeCopies(StreamsClients clients, Sampler sampler, Clock clock) {
		return new StoreCopies(clients, sampler, clock);
	}

	@Bean
	InstanceInfo instanceInfo(Instance instance, StoreCopies copies) {
		return new InstanceInfo(instance, copies);
	}

}
