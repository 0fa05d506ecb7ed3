package io.windhover.management.lag;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.flow.WorkerGroup;
import io.windhover.instance.Role;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for the roles that are no Kafka Streams applications: for the indexers where
 * one runs, for the workers also where an executor runs, because a queue that nobody
 * takes from has no worker that would tell.
 */
public class Backlogs {

	private static final Logger logger = LoggerFactory.getLogger(Backlogs.class);

	private final GroupLags lags;

	private final TopicProperties properties;

	private final PartitionCount partitions;

	private final Topics topics;

	private final Supplier<Collection<String>> groups;

	private final Set<Role> roles;

	private final Clock clock;

	private volatile @Nullable BacklogSample indexer;

	/** By worker group. */
	private volatile Map<String, BacklogSample> workers = Map.of();

	/**
	 * Knows nothing yet.
	 * @param groups the worker groups of which it looks at the jobs
	 */
	public Backlogs(GroupLags lags, TopicProperties properties, PartitionCount partitions, Topics topics,
			Supplier<Collection<String>> groups, Set<Role> roles, Clock clock) {
		this.lags = lags;
		this.properties = properties;
		this.partitions = partitions;
		this.topics = topics;
		this.groups = groups;
		this.roles = roles;
		this.clock = clock;
	}

	/**
	 * Looks at the documents that wait for the indexers; does nothing where no indexer
	 * runs.
	 */
	public void sampleIndexer() throws ExecutionException, InterruptedException, TimeoutException {
		if (this.roles.contains(Role.INDEXER)) {
			List<PartitionLag> found = this.lags.consumerGroup(group(Role.INDEXER),
					partitions(this.topics.documents().stream()));
			this.indexer = BacklogSample.of(this.clock.instant(), found);
		}
	}

	/**
	 * Looks at the jobs of each worker group where a worker or an executor runs; a group
	 * other than the default is left out when its look fails.
	 */
	public void sampleWorker() throws ExecutionException, InterruptedException, TimeoutException {
		if (this.roles.contains(Role.WORKER) || this.roles.contains(Role.EXECUTOR)) {
			Map<String, BacklogSample> samples = new TreeMap<>();
			for (String name : this.groups.get()) {
				try {
					List<PartitionLag> found = this.lags.shareGroup(group(Role.WORKER) + WorkerGroup.suffix(name),
							partitions(Stream.of(this.topics.taskJobs(name))));
					samples.put(name, BacklogSample.of(this.clock.instant(), found));
				}
				catch (ExecutionException | TimeoutException ex) {
					// the topic of another group may be gone, or not for this process
					if (name.equals(WorkerGroup.DEFAULT)) {
						throw ex;
					}
					logger.debug("No sample of the jobs of worker group {}", name, ex);
				}
			}
			this.workers = samples;
		}
	}

	/**
	 * The documents that wait; null before the first sample, and where no indexer runs.
	 */
	public @Nullable BacklogSample indexer() {
		return this.indexer;
	}

	/**
	 * The jobs that wait, by worker group; empty before the first sample, and where
	 * neither a worker nor an executor runs.
	 */
	public Map<String, BacklogSample> workers() {
		return this.workers;
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
