package io.windhover.api.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.flow.WorkerGroup;
import io.windhover.instance.Phases;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.JobTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at how far the executors and the workers are behind, while executions are
 * created: no request waits for it.
 */
class BacklogSampler implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(BacklogSampler.class);

	private static final String NAME = "windhover-backlog";

	private static final Duration INTERVAL = Duration.ofMillis(250);

	private static final int TIMEOUT_MILLIS = 5_000;

	private final Backlog backlog;

	private final KafkaClients clients;

	private final ThreadPools pools;

	private final String commands;

	private final Topics topics;

	private final JobTopics jobs;

	private final String executors;

	private final String workers;

	private final PartitionCount partitions;

	private volatile @Nullable Admin admin;

	private volatile @Nullable ScheduledExecutorService timer;

	BacklogSampler(Backlog backlog, KafkaClients clients, ThreadPools pools, Topics topics, TopicProperties properties,
			JobTopics jobs, PartitionCount partitions) {
		this.backlog = backlog;
		this.clients = clients;
		this.pools = pools;
		this.commands = topics.executionCommands().name();
		this.topics = topics;
		this.jobs = jobs;
		this.executors = properties.prefix() + Role.EXECUTOR.id();
		this.workers = properties.prefix() + Role.WORKER.id();
		this.partitions = partitions;
	}

	@Override
	public void start() {
		ScheduledExecutorService scheduler = this.pools.timer(NAME);
		this.backlog.ask();
		this.pools.atFixedRate(NAME, scheduler, INTERVAL, this::look);
		this.timer = scheduler;
	}

	@Override
	public void stop() {
		ScheduledExecutorService running = this.timer;
		if (running != null) {
			this.timer = null;
			running.shutdownNow();
			Admin used = this.admin;
			if (used != null) {
				this.admin = null;
				used.close(Duration.ZERO);
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

	@Override
	public int getPhase() {
		return Phases.ROLES;
	}

	private void look() {
		if (!this.backlog.isAsked()) {
			return;
		}
		try {
			look("executors", this::lookAtCommands);
			for (String group : this.jobs.all()) {
				look("workers of group " + group, () -> lookAtJobs(group));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** One that is not known hides no other. */
	private void look(String whose, Look look) throws InterruptedException {
		try {
			look.look();
		}
		catch (ExecutionException ex) {
			String denied = this.clients.denials().explain(ex);
			logger.debug("How far the {} are behind is not known, so nothing is refused for it: {}", whose,
					(denied != null) ? denied : ex.getMessage(), ex);
		}
	}

	private void lookAtCommands() throws ExecutionException, InterruptedException {
		long[] sent = this.backlog.sent();
		// what is done with first, so that nothing seems to be done that was not
		Map<TopicPartition, OffsetAndMetadata> done = admin().listConsumerGroupOffsets(this.executors)
			.partitionsToOffsetAndMetadata()
			.get();
		Map<TopicPartition, Long> ends = ends(this.commands);
		long[] processed = new long[ends.size()];
		long[] waiting = new long[ends.size()];
		ends.forEach((partition, end) -> {
			OffsetAndMetadata committed = done.get(partition);
			processed[partition.partition()] = (committed != null) ? committed.offset() : 0;
			waiting[partition.partition()] = end - processed[partition.partition()];
		});
		this.backlog.looked(sent, waiting, processed);
	}

	/** Where no worker ever took a job, nobody knows. */
	private void lookAtJobs(String group) throws ExecutionException, InterruptedException {
		String workers = this.workers + WorkerGroup.suffix(group);
		Map<TopicPartition, SharePartitionOffsetInfo> shares;
		Map<TopicPartition, Long> ends;
		try {
			shares = admin().listShareGroupOffsets(Map.of(workers, new ListShareGroupOffsetsSpec()))
				.partitionsToOffsetInfo(workers)
				.get();
			ends = ends(this.topics.taskJobs(group).name());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException
					|| ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return;
			}
			throw ex;
		}
		long waiting = 0;
		long settled = 0;
		for (Map.Entry<TopicPartition, Long> each : ends.entrySet()) {
			SharePartitionOffsetInfo share = shares.get(each.getKey());
			// null or negative where nothing was taken yet
			if (share != null && share.startOffset() >= 0) {
				long unsettled = share.lag().orElse(each.getValue() - share.startOffset());
				waiting += unsettled;
				settled += each.getValue() - unsettled;
			}
		}
		this.backlog.lookedAtJobs(group, waiting, settled);
	}

	private Map<TopicPartition, Long> ends(String topic) throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, this.partitions.value())
			.boxed()
			.collect(Collectors.toMap((each) -> new TopicPartition(topic, each), (each) -> OffsetSpec.latest()));
		return admin().listOffsets(latest)
			.all()
			.get()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (each) -> each.getValue().offset()));
	}

	private Admin admin() {
		Admin current = this.admin;
		if (current == null) {
			current = this.clients.admin(NAME, TIMEOUT_MILLIS);
			this.admin = current;
		}
		return current;
	}

	/**
	 * Looks at one backlog.
	 */
	@FunctionalInterface
	private interface Look {

		void look() throws ExecutionException, InterruptedException;

	}

}
