package io.windhover.topic;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.WorkerGroup;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.access.Permission;
import io.windhover.topic.access.PermissionsMissingException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of the jobs, one for each worker group, as far as they are known to exist.
 * That of the default group is one of all topics. The others are created at the start of
 * a worker that serves them, and here when a flow names them.
 */
public class JobTopics implements FlowListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(JobTopics.class);

	private static final String NAME = "windhover-job-topics";

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int RETRY_MILLIS = 50;

	private final Topics topics;

	private final ServedGroups served;

	private final boolean creates;

	private final TopicSettings settings;

	private final KafkaClients clients;

	private final ThreadPools pools;

	private final Set<String> existing = new ConcurrentSkipListSet<>(Set.of(WorkerGroup.DEFAULT));

	private final Set<String> named = new ConcurrentSkipListSet<>();

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	private final Map<String, String> failures = new ConcurrentHashMap<>();

	private @Nullable ExecutorService threads;

	/**
	 * Knows the topic of the default group.
	 * @param creates whether this process dispatches jobs and creates what is missing
	 */
	JobTopics(Topics topics, ServedGroups served, boolean creates, TopicSettings settings, KafkaClients clients,
			ThreadPools pools) {
		this.topics = topics;
		this.served = served;
		this.creates = creates;
		this.settings = settings;
		this.clients = clients;
		this.pools = pools;
	}

	/**
	 * The groups whose topics exist, as far as this process knows.
	 */
	public Set<String> existing() {
		return new TreeSet<>(this.existing);
	}

	/**
	 * The groups whose topics exist and those that flows name.
	 */
	public Set<String> all() {
		Set<String> all = new TreeSet<>(this.existing);
		all.addAll(this.named);
		return all;
	}

	/**
	 * Whether the topic of a group exists. If not, it is created soon, on another thread.
	 */
	public boolean require(String group) {
		if (this.existing.contains(group)) {
			return true;
		}
		if (this.underWay.add(group)) {
			try {
				threads().execute(() -> create(group));
			}
			catch (RejectedExecutionException ex) {
				logger.debug("No topic is created while this process stops", ex);
			}
		}
		return false;
	}

	/**
	 * Why the topic of a group could not be created the last time; null where it was, or
	 * nobody tried.
	 */
	public @Nullable String failure(String group) {
		return this.failures.get(group);
	}

	@Override
	public void flowStored(Flow flow) {
		flow.workerGroups().forEach((group) -> {
			this.named.add(group);
			if (this.creates) {
				require(group);
			}
		});
	}

	@Override
	public void flowDeleted(FlowKey flow) {
		// its executions may still run, and the topic stays
	}

	@Override
	public synchronized void close() {
		if (this.threads != null) {
			this.threads.shutdownNow();
		}
	}

	/** The topics that must exist before this process starts, but for that of all. */
	List<Topic<?>> atStart() {
		return this.served.names()
			.stream()
			.filter((group) -> !group.equals(WorkerGroup.DEFAULT))
			.<Topic<?>>map(this.topics::taskJobs)
			.toList();
	}

	/** Learns which exist. */
	void found(Collection<String> names) {
		names.stream().map(this.topics::workerGroup).filter(Objects::nonNull).forEach(this.existing::add);
	}

	/** The topics of groups that exist, without that of the default group. */
	List<Topic<?>> found() {
		return this.existing.stream()
			.filter((group) -> !group.equals(WorkerGroup.DEFAULT))
			.<Topic<?>>map(this.topics::taskJobs)
			.toList();
	}

	/** Made when the first group is named: most clusters have none. */
	private synchronized ExecutorService threads() {
		if (this.threads == null) {
			this.threads = this.pools.bounded(NAME, 1);
		}
		return this.threads;
	}

	private void create(String group) {
		try (Admin admin = this.clients.admin(NAME, TIMEOUT_MILLIS)) {
			create(admin, this.topics.taskJobs(group));
			this.existing.add(group);
			this.failures.remove(group);
		}
		catch (ExecutionException | KafkaException | PermissionsMissingException ex) {
			String denied = this.clients.denials().explain(ex);
			String message = (denied != null) ? denied : String.valueOf(ex.getMessage());
			if (!message.equals(this.failures.put(group, message))) {
				logger.warn("Cannot create the topic of worker group '{}', whose jobs wait until it is there: {}",
						group, message);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.underWay.remove(group);
		}
	}

	/** Kafka does not say what it did not allow. */
	private void create(Admin admin, Topic<?> topic) throws ExecutionException, InterruptedException {
		try {
			admin.createTopics(List.of(this.settings.create(topic))).all().get();
			logger.info("Created topic {}", topic.name());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof AuthorizationException) {
				throw new PermissionsMissingException(this.clients.denials().principal(),
						List.of(new Permission(ResourceType.TOPIC, PatternType.PREFIXED,
								this.topics.taskJobs().name() + "-", AclOperation.CREATE)));
			}
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
		}
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
		while (!isKnown(admin, topic.name(), deadline)) {
			TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
		}
	}

	/** A broker knows a topic a moment after the controller has created it. */
	private static boolean isKnown(Admin admin, String topic, long deadline)
			throws ExecutionException, InterruptedException {
		try {
			admin.describeTopics(List.of(topic)).allTopicNames().get();
			return true;
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
				throw ex;
			}
			return false;
		}
	}

}
