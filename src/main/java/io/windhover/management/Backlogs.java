package io.windhover.management;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.instance.Role;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the roles that are no Kafka Streams applications: for the indexers where
 * one runs, for the workers also where an executor runs, because a queue that nobody
 * takes from has no worker that would tell.
 */
class Backlogs {

	private final GroupLags lags;

	private final TopicProperties properties;

	private final PartitionCount partitions;

	private final Topics topics;

	private final Set<Role> roles;

	private final Clock clock;

	private volatile @Nullable BacklogSample indexer;

	private volatile @Nullable BacklogSample worker;

	Backlogs(GroupLags lags, TopicProperties properties, PartitionCount partitions, Topics topics, Set<Role> roles,
			Clock clock) {
		this.lags = lags;
		this.properties = properties;
		this.partitions = partitions;
		this.topics = topics;
		this.roles = roles;
		this.clock = clock;
	}

	void sampleIndexer() throws ExecutionException, InterruptedException, TimeoutException {
		if (this.roles.contains(Role.INDEXER)) {
			List<PartitionLag> found = this.lags.consumerGroup(group(Role.INDEXER),
					partitions(this.topics.documents().stream()));
			this.indexer = BacklogSample.of(this.clock.instant(), found);
		}
	}

	void sampleWorker() throws ExecutionException, InterruptedException, TimeoutException {
		if (this.roles.contains(Role.WORKER) || this.roles.contains(Role.EXECUTOR)) {
			List<PartitionLag> found = this.lags.shareGroup(group(Role.WORKER),
					partitions(Stream.of(this.topics.taskJobs())));
			this.worker = BacklogSample.of(this.clock.instant(), found);
		}
	}

	@Nullable BacklogSample indexer() {
		return this.indexer;
	}

	@Nullable BacklogSample worker() {
		return this.worker;
	}

	private String group(Role role) {
		return this.properties.prefix() + role.id();
	}

	private List<TopicPartition> partitions(Stream<Topic<?>> topics) {
		return topics
			.flatMap((topic) -> IntStream.range(0, this.partitions.value())
				.mapToObj((partition) -> new TopicPartition(topic.name(), partition)))
			.toList();
	}

}
