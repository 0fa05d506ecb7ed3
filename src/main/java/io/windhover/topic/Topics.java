package io.windhover.topic;

import java.util.List;
import java.util.stream.Stream;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Incident;
import io.windhover.execution.instance.Maintenance;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.WorkerGroup;
import io.windhover.instance.Role;
import io.windhover.topic.record.EventSerde;
import io.windhover.topic.record.JsonSerde;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * All topics. Who writes and reads each is told in the design.
 *
 * @param flowCommands by flow
 * @param flows the current revision by flow, and each revision by
 * {@code namespace/flow/revision}; a tombstone deletes
 * @param executionCommands by execution
 * @param taskResults by execution
 * @param taskJobs of the default worker group, by task run, read through a share group
 * @param workerCommands by instance
 * @param executions documents, by execution
 * @param taskRuns documents, by {@code execution/task run}
 * @param triggers by {@code flow/trigger}, partitioned as any key: compaction would keep
 * one trigger of each flow were the key the flow's
 * @param flowHistories what became of the executions of each flow, by flow
 * @param triggerCommands by flow
 * @param instances by instance id
 * @param incidents by incident
 * @param maintenance one record: whether the cluster is in maintenance
 * @param logs by execution
 * @param events what happened, for others, by what it is about: those of an execution and
 * its task runs by the execution
 * @param deadLetters records that nobody could read, under their own key, with the cause
 * in the headers
 */
public record Topics(Topic<FlowCommand> flowCommands, Topic<Flow> flows, Topic<ExecutionCommand> executionCommands,
		Topic<TaskResult> taskResults, Topic<Job> taskJobs, Topic<WorkerCommand> workerCommands,
		Topic<Execution> executions, Topic<TaskRun> taskRuns, Topic<TriggerState> triggers,
		Topic<FlowHistory> flowHistories, Topic<TriggerCommand> triggerCommands, Topic<Heartbeat> instances,
		Topic<Incident> incidents, Topic<Maintenance> maintenance, Topic<LogLine> logs, Topic<OutgoingEvent> events,
		Topic<byte[]> deadLetters) {

	/**
	 * The topics under a prefix.
	 */
	public static Topics withPrefix(String prefix) {
		return new Topics(json(prefix, "flow-commands", FlowCommand.class, Topic.Cleanup.DELETE),
				json(prefix, "flows", Flow.class, Topic.Cleanup.COMPACT),
				json(prefix, "execution-commands", ExecutionCommand.class, Topic.Cleanup.DELETE),
				json(prefix, "task-results", TaskResult.class, Topic.Cleanup.DELETE),
				json(prefix, "task-jobs", Job.class, Topic.Cleanup.DELETE),
				json(prefix, "worker-commands", WorkerCommand.class, Topic.Cleanup.DELETE),
				json(prefix, "executions", Execution.class, Topic.Cleanup.DELETE),
				json(prefix, "task-runs", TaskRun.class, Topic.Cleanup.DELETE),
				json(prefix, "triggers", TriggerState.class, Topic.Cleanup.COMPACT),
				json(prefix, "flow-histories", FlowHistory.class, Topic.Cleanup.COMPACT),
				json(prefix, "trigger-commands", TriggerCommand.class, Topic.Cleanup.DELETE),
				json(prefix, "instances", Heartbeat.class, Topic.Cleanup.COMPACT),
				json(prefix, "incidents", Incident.class, Topic.Cleanup.COMPACT),
				json(prefix, "maintenance", Maintenance.class, Topic.Cleanup.COMPACT),
				json(prefix, "logs", LogLine.class, Topic.Cleanup.DELETE),
				topic(prefix, "events", new EventSerde(), Topic.Cleanup.DELETE),
				topic(prefix, "dead-letters", Serdes.ByteArray(), Topic.Cleanup.DELETE));
	}

	/**
	 * The jobs of a worker group: each has a topic of its own.
	 */
	public Topic<Job> taskJobs(String group) {
		return group.equals(WorkerGroup.DEFAULT) ? this.taskJobs : new Topic<>(this.taskJobs.name() + "-" + group,
				this.taskJobs.id() + "-" + group, this.taskJobs.serde(), this.taskJobs.cleanup());
	}

	/**
	 * The worker group whose jobs a topic holds; null where it holds none.
	 */
	public @Nullable String workerGroup(String topic) {
		String ofGroups = this.taskJobs.name() + "-";
		if (topic.startsWith(ofGroups)) {
			String group = topic.substring(ofGroups.length());
			return (!group.equals(WorkerGroup.DEFAULT) && group.matches(WorkerGroup.NAME)) ? group : null;
		}
		return topic.equals(this.taskJobs.name()) ? WorkerGroup.DEFAULT : null;
	}

	/**
	 * Whether a topic is one of these, or of the Kafka Streams applications of a role.
	 * @param prefix of these
	 */
	public boolean owns(String topic, String prefix) {
		return all().stream().anyMatch((each) -> each.name().equals(topic)) || workerGroup(topic) != null
				|| Stream.of(Role.values()).anyMatch((role) -> topic.startsWith(prefix + role.id() + "-"));
	}

	/**
	 * All but those of worker groups other than the default group, which come and stay as
	 * flows and workers name them.
	 */
	public List<Topic<?>> all() {
		return List.of(this.flowCommands, this.flows, this.executionCommands, this.taskResults, this.taskJobs,
				this.workerCommands, this.executions, this.taskRuns, this.triggers, this.flowHistories,
				this.triggerCommands, this.instances, this.incidents, this.maintenance, this.logs, this.events,
				this.deadLetters);
	}

	/**
	 * Those that hold what the indexer writes to the repository.
	 */
	public List<Topic<?>> documents() {
		return List.of(this.executions, this.taskRuns, this.triggers, this.logs);
	}

	private static <V> Topic<V> json(String prefix, String id, Class<V> type, Topic.Cleanup cleanup) {
		return topic(prefix, id, new JsonSerde<>(type), cleanup);
	}

	private static <V> Topic<V> topic(String prefix, String id, Serde<V> serde, Topic.Cleanup cleanup) {
		return new Topic<>(prefix + id, id, serde, cleanup);
	}

}
