package io.windhover.topic.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.flow.WorkerGroup;
import io.windhover.instance.Role;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a process needs to be allowed by Kafka's authorizer, by its roles; the page on
 * Kafka has the same as a table.
 */
public final class Permissions {

	private static final String FLOW_COMMANDS = "flow-commands";

	private static final String FLOWS = "flows";

	private static final String FLOW_HISTORIES = "flow-histories";

	private static final String EXECUTION_COMMANDS = "execution-commands";

	private static final String EXECUTIONS = "executions";

	private static final String TASK_JOBS = "task-jobs";

	private static final String TASK_RESULTS = "task-results";

	private static final String TASK_RUNS = "task-runs";

	private static final String TRIGGERS = "triggers";

	private static final String TRIGGER_COMMANDS = "trigger-commands";

	private static final String WORKER_COMMANDS = "worker-commands";

	private static final String INSTANCES = "instances";

	private static final String INCIDENTS = "incidents";

	private static final String MAINTENANCE = "maintenance";

	private static final String LOGS = "logs";

	private static final String EVENTS = "events";

	private static final String DEAD_LETTERS = "dead-letters";

	private static final String NAMED_TOPICS = TASK_JOBS + "-";

	private static final String NAMED_GROUPS = Role.WORKER.id() + "-";

	private static final String TRACES = "traces";

	private final String prefix;

	private final List<String> workerGroups;

	private final Set<Permission> permissions = new LinkedHashSet<>();

	private Permissions(String prefix, List<String> workerGroups) {
		this.prefix = prefix;
		this.workerGroups = workerGroups;
	}

	/**
	 * What a process with these roles needs once its topics exist, its worker being one
	 * of the default group.
	 * @param prefix of topics, groups and Kafka Streams applications
	 */
	public static Set<Permission> of(String prefix, Set<Role> roles) {
		return of(prefix, roles, List.of(WorkerGroup.DEFAULT));
	}

	/**
	 * What a process with these roles needs once its topics exist; those that it creates
	 * itself, for Kafka Streams and for worker groups, included.
	 * @param prefix of topics, groups and Kafka Streams applications
	 * @param workerGroups whose jobs its worker takes
	 */
	public static Set<Permission> of(String prefix, Set<Role> roles, List<String> workerGroups) {
		Permissions all = new Permissions(prefix, workerGroups);
		all.everyProcess();
		roles.stream().sorted().forEach(all::role);
		// reading and writing include describing
		return all.permissions.stream()
			.filter((each) -> each.operation() != AclOperation.DESCRIBE || !all.isIncluded(each))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Whether it is about the groups that flows name, and not about those of this worker.
	 */
	static boolean isOfNamedGroups(Permission permission) {
		boolean named = switch (permission.resource()) {
			case TOPIC -> permission.name().endsWith(NAMED_TOPICS);
			case GROUP -> permission.name().endsWith(NAMED_GROUPS);
			default -> false;
		};
		return named && permission.pattern() == PatternType.PREFIXED;
	}

	/**
	 * The heartbeats, the incidents, the maintenance, the operations, the flows and the
	 * views that any process has.
	 */
	private void everyProcess() {
		topics(AclOperation.READ, FLOWS, FLOW_HISTORIES, INSTANCES, INCIDENTS, MAINTENANCE);
		topics(AclOperation.WRITE, INSTANCES, INCIDENTS, MAINTENANCE, EVENTS, DEAD_LETTERS);
		topics(AclOperation.DESCRIBE, FLOW_COMMANDS, EXECUTION_COMMANDS, TRIGGER_COMMANDS, EXECUTIONS, TASK_RUNS,
				TASK_JOBS, TASK_RESULTS, WORKER_COMMANDS, TRIGGERS, LOGS);
	}

	private void role(Role role) {
		switch (role) {
			case EXECUTOR -> {
				topics(AclOperation.READ, EXECUTION_COMMANDS, TASK_RESULTS, TASK_JOBS);
				topics(AclOperation.WRITE, EXECUTION_COMMANDS, FLOW_COMMANDS, EXECUTIONS, TASK_RUNS, TASK_JOBS,
						WORKER_COMMANDS);
				streams(role);
				// it looks at the backlog of the workers
				group(Role.WORKER, AclOperation.DESCRIBE);
				// those of the groups that flows name
				prefixed(ResourceType.TOPIC, NAMED_TOPICS, AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE);
				prefixed(ResourceType.GROUP, NAMED_GROUPS, AclOperation.DESCRIBE);
			}
			case WORKER -> {
				topics(AclOperation.READ, WORKER_COMMANDS);
				topics(AclOperation.WRITE, TASK_RESULTS, LOGS);
				this.workerGroups.forEach(this::workerGroup);
			}
			case SCHEDULER -> {
				topics(AclOperation.READ, FLOW_COMMANDS, TRIGGER_COMMANDS);
				topics(AclOperation.WRITE, FLOW_COMMANDS, FLOWS, FLOW_HISTORIES, TRIGGER_COMMANDS, TRIGGERS,
						EXECUTION_COMMANDS);
				streams(role);
			}
			case INDEXER -> {
				topics(AclOperation.READ, EXECUTIONS, TASK_RUNS, TRIGGERS, LOGS, EVENTS);
				group(role, AclOperation.READ);
				// it derives the events, exactly once, and delivers them to each
				// subscription
				group(EVENTS, AclOperation.READ);
				prefixed(ResourceType.GROUP, EVENTS + "-", AclOperation.READ);
				prefixed(ResourceType.TRANSACTIONAL_ID, EVENTS + "-", AclOperation.WRITE);
				// where traces are on
				group(TRACES, AclOperation.READ);
			}
			case API -> {
				// which triggers are paused, and how far backfills are
				topics(AclOperation.READ, TRIGGERS);
				topics(AclOperation.WRITE, FLOW_COMMANDS, TRIGGER_COMMANDS, EXECUTION_COMMANDS);
				// how many commands and jobs wait
				group(Role.EXECUTOR, AclOperation.DESCRIBE);
				group(Role.WORKER, AclOperation.DESCRIBE);
				prefixed(ResourceType.TOPIC, NAMED_TOPICS, AclOperation.DESCRIBE);
				prefixed(ResourceType.GROUP, NAMED_GROUPS, AclOperation.DESCRIBE);
			}
		}
	}

	/** A worker takes the jobs of its groups and of no others. */
	private void workerGroup(String name) {
		String suffix = WorkerGroup.suffix(name);
		topics(AclOperation.READ, TASK_JOBS + suffix);
		group(Role.WORKER.id() + suffix, AclOperation.READ, AclOperation.ALTER_CONFIGS);
	}

	/** A Kafka Streams application with its changelogs, exactly once. */
	private void streams(Role role) {
		group(role, AclOperation.READ);
		prefixed(ResourceType.TOPIC, role.id() + "-", AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE);
		prefixed(ResourceType.TRANSACTIONAL_ID, role.id() + "-", AclOperation.WRITE);
	}

	private void prefixed(ResourceType type, String id, AclOperation... operations) {
		Stream.of(operations)
			.map((operation) -> new Permission(type, PatternType.PREFIXED, this.prefix + id, operation))
			.forEach(this.permissions::add);
	}

	private void topics(AclOperation operation, String... ids) {
		Stream.of(ids)
			.map((id) -> new Permission(ResourceType.TOPIC, PatternType.LITERAL, this.prefix + id, operation))
			.forEach(this.permissions::add);
	}

	private void group(Role role, AclOperation... operations) {
		group(role.id(), operations);
	}

	private void group(String id, AclOperation... operations) {
		Stream.of(operations)
			.map((operation) -> new Permission(ResourceType.GROUP, PatternType.LITERAL, this.prefix + id, operation))
			.forEach(this.permissions::add);
	}

	private boolean isIncluded(Permission describe) {
		return this.permissions.stream()
			.anyMatch((each) -> each.covers(describe.resource(), describe.name())
					&& (each.operation() == AclOperation.READ || each.operation() == AclOperation.WRITE));
	}

}
