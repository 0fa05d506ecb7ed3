package io.windhover.topic.creation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.windhover.instance.Phases;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.StartupStep;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicSettings;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.JobTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the broker, creates the topics that are missing and checks those that are
 * there.
 */
public class TopicCreator extends StartupStep {

	private static final Logger logger = LoggerFactory.getLogger(TopicCreator.class);

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int RETRY_MILLIS = 50;

	private final Topics topics;

	private final JobTopics jobs;

	private final TopicSettings settings;

	private final PartitionCount partitions;

	private final InternalTopics internals;

	private final KafkaClients clients;

	/**
	 * Makes the step that runs before any that needs topics.
	 */
	public TopicCreator(Topics topics, JobTopics jobs, TopicSettings settings, PartitionCount partitions,
			InternalTopics internals, KafkaClients clients) {
		super(Phases.TOPICS);
		this.topics = topics;
		this.jobs = jobs;
		this.settings = settings;
		this.partitions = partitions;
		this.internals = internals;
		this.clients = clients;
	}

	/**
	 * Waits for a broker as long as it takes, also for one that is too busy to answer in
	 * the middle, while the ports already tell that this process is not ready. It waits
	 * in calls only, where a stop of the context interrupts it.
	 */
	@Override
	protected void run() {
		try (Admin admin = this.clients.admin("windhover-topic-creator", TIMEOUT_MILLIS)) {
			while (!isDone(admin)) {
				logger.debug("Looks again which topics are missing");
			}
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Cannot create the topics: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while creating the topics", ex);
		}
	}

	private boolean isDone(Admin admin) throws ExecutionException, InterruptedException {
		try {
			createMissing(admin);
			return true;
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof TimeoutException)) {
				throw ex;
			}
			logger.warn("No Kafka broker answers at spring.kafka.bootstrap-servers; waiting for one: {}",
					ex.getMessage());
			return false;
		}
	}

	private void createMissing(Admin admin) throws ExecutionException, InterruptedException {
		Set<String> present = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
		TopicPermissions permissions = new TopicPermissions(admin, names(), this.clients.denials());
		// first, because a topic that must not be described looks as if it were
		// missing
		permissions.check();
		refuseEarlierForm(admin, present);
		adopt(admin, present);
		create(admin, missing(present), permissions);
		this.jobs.found(present);
		this.jobs.found(names());
		check(admin);
		permissions.check();
	}

	/**
	 * Flows without the topic that each revision comes from were stored by a version
	 * whose executions and triggers this one does not read.
	 */
	private void refuseEarlierForm(Admin admin, Set<String> present) throws ExecutionException, InterruptedException {
		String flows = this.topics.flows().name();
		String commands = this.topics.flowCommands().name();
		if (present.contains(flows) && !present.contains(commands) && hasRecords(admin, flows)) {
			throw TopicMismatchException.earlierForm(flows, commands);
		}
	}

	private boolean hasRecords(Admin admin, String topic) throws ExecutionException, InterruptedException {
		return ends(admin, List.of(topic)).values().stream().anyMatch((end) -> end.offset() > 0);
	}

	/**
	 * Only the leader of a partition knows its end, so that all have one once this
	 * returns.
	 */
	private Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin, List<String> names)
			throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		for (TopicDescription description : describe(admin, names)) {
			description.partitions()
				.forEach((info) -> latest.put(new TopicPartition(description.name(), info.partition()),
						OffsetSpec.latest()));
		}
		return admin.listOffsets(latest).all().get();
	}

	/**
	 * A missing topic gets as many partitions as those that exist.
	 */
	private void adopt(Admin admin, Set<String> present) throws ExecutionException, InterruptedException {
		Optional<String> existing = names().stream().filter(present::contains).findFirst();
		if (existing.isPresent()) {
			describe(admin, List.of(existing.get()))
				.forEach((description) -> this.partitions.found(description.partitions().size()));
		}
	}

	private List<NewTopic> missing(Set<String> present) {
		List<NewTopic> missing = new ArrayList<>(this.internals.topics());
		missing.removeIf((topic) -> present.contains(topic.name()));
		for (Topic<?> topic : topics()) {
			if (!present.contains(topic.name())) {
				missing.add(this.settings.create(topic));
			}
		}
		return missing;
	}

	private void create(Admin admin, List<NewTopic> missing, TopicPermissions permissions)
			throws ExecutionException, InterruptedException {
		for (var created : admin.createTopics(missing).values().entrySet()) {
			try {
				created.getValue().get();
				logger.info("Created topic {}", created.getKey());
			}
			catch (ExecutionException ex) {
				permissions.checkCreation(created.getKey(), ex);
				// another instance that starts at the same time was faster
				if (!(ex.getCause() instanceof TopicExistsException)) {
					throw ex;
				}
			}
		}
		// a record for a partition that has no leader yet is lost where the one behind it
		// finds one: KAFKA-15591
		ends(admin, missing.stream().map(NewTopic::name).toList());
	}

	private void check(Admin admin) throws ExecutionException, InterruptedException {
		List<String> all = new ArrayList<>(names());
		this.jobs.found().stream().<String>map(Topic::name).filter((each) -> !all.contains(each)).forEach(all::add);
		for (TopicDescription description : describe(admin, all)) {
			int found = description.partitions().size();
			if (found != this.partitions.value()) {
				throw new TopicMismatchException(description.name(), found, this.partitions);
			}
		}
	}

	/**
	 * A broker knows a topic a moment after the controller has created it; until then
	 * nobody could use it either.
	 */
	private Collection<TopicDescription> describe(Admin admin, List<String> names)
			throws ExecutionException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
		while (true) {
			try {
				return admin.describeTopics(names).allTopicNames().get().values();
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
					throw ex;
				}
				TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
			}
		}
	}

	private List<String> names() {
		return topics().stream().<String>map(Topic::name).toList();
	}

	/** Those of all processes, and those of the jobs that this one takes. */
	private List<Topic<?>> topics() {
		List<Topic<?>> all = new ArrayList<>(this.topics.all());
		all.addAll(this.jobs.atStart());
		return all;
	}

}
