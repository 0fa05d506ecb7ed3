package io.windhover.topic.flow;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.WorkerGroup;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicSettings;
import io.windhover.topic.Topics;
import io.windhover.topic.access.Permission;
import io.windhover.topic.access.PermissionsMissingException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
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
 * a worker that serves them, and here when a flow names them; one that somebody deletes
 * is missed soon.
 */
public class JobTopics implements FlowListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(JobTopics.class);

	private static final String NAME = "windhover-job-topics";

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int RETRY_MILLIS = 50;

	private static final Duration LOOK = Duration.ofSeconds(10);

	private final Topics topics;

	private final ServedGroups served;

	private final boolean creates;

	private final TopicSettings settings;

	private final KafkaClients clients;

	private final ThreadPools pools;

	private final Set<String> existing = new ConcurrentSkipListSet<>(Set.of(WorkerGroup.DEFAULT));

	private final Map<FlowKey, Set<String>> named = new ConcurrentHashMap<>();

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	private final Map<String, String> failures = new ConcurrentHashMap<>();

	private @Nullable ScheduledExecutorService thread;

	private @Nullable Admin admin;

	/**
	 * Knows the topic of the default group.
	 * @param creates whether this process dispatches jobs and creates what is missing
	 */
	public JobTopics(Topics topics, ServedGroups served, boolean creates, TopicSettings settings, KafkaClients clients,
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
		this.named.values().forEach(all::addAll);
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
				thread().execute(() -> create(group));
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
		Set<String> groups = Set.copyOf(flow.workerGroups());
		if (groups.isEmpty()) {
			this.named.remove(flow.key());
			return;
		}
		this.named.put(flow.key(), groups);
		if (this.creates) {
			groups.forEach(this::require);
		}
	}

	@Override
	public void flowDeleted(FlowKey flow) {
		// its executions may still run, and the topic stays
		this.named.remove(flow);
	}

	@Override
	public synchronized void close() {
		if (this.thread != null) {
			this.thread.shutdownNow();
		}
		Admin open = this.admin;
		if (open != null) {
			open.close(Duration.ZERO);
		}
	}

	/** The topics that must exist before this process starts, but for that of all. */
	public List<Topic<?>> atStart() {
		return this.served.names()
			.stream()
			.filter((group) -> !group.equals(WorkerGroup.DEFAULT))
			.<Topic<?>>map(this.topics::taskJobs)
			.toList();
	}

	/** Learns which exist. */
	public void found(Collection<String> names) {
		names.stream().map(this.topics::workerGroup).filter(Objects::nonNull).forEach(this::found);
	}

	private void found(String group) {
		if (this.existing.add(group)) {
			thread();
		}
	}

	/** The topics of groups that exist, without that of the default group. */
	public List<Topic<?>> found() {
		return this.existing.stream()
			.filter((group) -> !group.equals(WorkerGroup.DEFAULT))
			.<Topic<?>>map(this.topics::taskJobs)
			.toList();
	}

	/** Made when the first group is named: most clusters have none. */
	private synchronized ScheduledExecutorService thread() {
		if (this.thread == null) {
			this.thread = this.pools.timer(NAME);
			this.pools.atFixedRate(NAME, this.thread, LOOK, this::look);
		}
		return this.thread;
	}

	/** Only the thread asks it. */
	private synchronized Admin admin() {
		if (this.admin == null) {
			this.admin = this.clients.admin(NAME, TIMEOUT_MILLIS);
		}
		return this.admin;
	}

	/** Somebody may have deleted the topic of a group, or what is allowed there. */
	private void look() {
		for (Topic<?> topic : found()) {
			String group = this.topics.workerGroup(topic.name());
			try {
				if (group != null && !isThere(admin(), topic)) {
					logger.warn("Topic {} is gone", topic.name());
					missed(group);
				}
			}
			catch (ExecutionException | KafkaException | PermissionsMissingException ex) {
				if (group != null && this.creates && isDenial(ex)) {
					failed(group, ex);
					this.existing.remove(group);
				}
				logger.debug("Whether topic {} exists is not known", topic.name(), ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/** A partition may wait for the topic already. */
	private void missed(String group) {
		this.existing.remove(group);
		if (this.creates && this.named.values().stream().anyMatch((groups) -> groups.contains(group))) {
			require(group);
		}
	}

	private void create(String group) {
		try {
			create(admin(), this.topics.taskJobs(group));
			this.existing.add(group);
			this.failures.remove(group);
		}
		catch (ExecutionException | KafkaException | PermissionsMissingException ex) {
			failed(group, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.underWay.remove(group);
		}
	}

	private static boolean isDenial(Exception ex) {
		return ex instanceof PermissionsMissingException || ex.getCause() instanceof AuthorizationException;
	}

	private void failed(String group, Exception ex) {
		String denied = this.clients.denials().explain(ex);
		String message = (denied != null) ? denied : String.valueOf(ex.getMessage());
		if (!message.equals(this.failures.put(group, message))) {
			logger.warn("Jobs of worker group '{}' cannot be sent, and wait until they can: {}", group, message);
		}
	}

	/**
	 * Looks first: where it exists, nobody needs the right to create it. Kafka does not
	 * say what it did not allow.
	 */
	private void create(Admin admin, Topic<?> topic) throws ExecutionException, InterruptedException {
		if (isThere(admin, topic)) {
			return;
		}
		try {
			admin.createTopics(List.of(this.settings.create(topic))).all().get();
			logger.info("Created topic {}", topic.name());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof AuthorizationException) {
				throw missing(AclOperation.CREATE);
			}
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
		}
		awaitKnown(admin, topic);
	}

	/** A broker knows a topic a moment after the controller has created it. */
	private void awaitKnown(Admin admin, Topic<?> topic) throws ExecutionException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
		while (!isThere(admin, topic)) {
			if (System.nanoTime() > deadline) {
				throw new KafkaException("No broker knows topic %s yet, which was created".formatted(topic.name()));
			}
			TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
		}
	}

	/** A job that must not be written would end the thread of all jobs. */
	private boolean isThere(Admin admin, Topic<?> topic) throws ExecutionException, InterruptedException {
		try {
			Set<AclOperation> allowed = Objects
				.requireNonNull(admin
					.describeTopics(List.of(topic.name()),
							new DescribeTopicsOptions().includeAuthorizedOperations(true))
					.allTopicNames()
					.get()
					.get(topic.name()))
				.authorizedOperations();
			if (this.creates && allowed != null && !allowed.contains(AclOperation.WRITE)) {
				throw missing(AclOperation.WRITE);
			}
			return true;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return false;
			}
			throw ex;
		}
	}

	private PermissionsMissingException missing(AclOperation operation) {
		return new PermissionsMissingException(this.clients.denials().principal(),
				List.of(new Permission(ResourceType.TOPIC, PatternType.PREFIXED, this.topics.taskJobs().name() + "-",
						operation)));
	}

}
