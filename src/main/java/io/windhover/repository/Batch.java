package io.windhover.repository;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.Json;
import org.apache.kafka.common.TopicPartition;

/**
 * Documents that are written together, each kind in the order in which it was published.
 *
 * @param deletedTriggers keys of triggers that are gone, deleted before the others are
 * written
 * @param offsets of the next record of each partition, after these documents
 * @param json of a document, in UTF-8: as it came, where it came as such
 */
public record Batch(List<Execution> executions, List<TaskRun> taskRuns, List<String> deletedTriggers,
		List<TriggerState> triggers, List<LogLine> logs, List<MetricDocument> metrics,
		Map<TopicPartition, Long> offsets, Function<Object, byte[]> json) {

	/**
	 * Documents that come from no topic.
	 */
	public Batch(List<Execution> executions, List<TaskRun> taskRuns, List<String> deletedTriggers,
			List<TriggerState> triggers, List<LogLine> logs, List<MetricDocument> metrics) {
		this(executions, taskRuns, deletedTriggers, triggers, logs, metrics, Map.of(),
				Json.mapper()::writeValueAsBytes);
	}

}
