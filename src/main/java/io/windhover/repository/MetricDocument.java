package io.windhover.repository;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.Attempt;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskRun;
import io.windhover.flow.FlowKey;
import io.windhover.flow.MetricDefinition;

/**
 * A figure that one attempt published, as the repository keeps it.
 *
 * @param value what a counter counted, or seconds
 * @param at when the attempt ended
 */
public record MetricDocument(String executionId, String taskRunId, int attempt, String namespace, String flowId,
		String taskId, String taskType, String name, MetricDefinition.Kind kind, double value, Map<String, String> tags,
		Instant at) {

	/**
	 * Makes the document of one figure of an attempt that has ended.
	 * @param at when the attempt ended
	 */
	public static MetricDocument of(TaskRun taskRun, Attempt attempt, TaskMetric metric, Instant at) {
		return new MetricDocument(taskRun.executionId(), taskRun.id(), attempt.number(), taskRun.namespace(),
				taskRun.flowId(), taskRun.taskId(), taskRun.taskType(), metric.name(), metric.kind(), metric.value(),
				metric.tags(), at);
	}

	/**
	 * The same for the same figure, however often it is delivered.
	 */
	public String id() {
		return this.taskRunId + "/" + this.attempt + "/" + this.name + new TreeMap<>(this.tags);
	}

	/**
	 * The key of the flow whose task run published the figure.
	 */
	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

}
