package io.windhover.indexer;

import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerState;

/**
 * Documents that are written together, each kind in the order in which it was published.
 *
 * @param deletedTriggers keys of triggers that are gone, deleted before the others are
 * written
 */
public record Batch(List<Execution> executions, List<TaskRun> taskRuns, List<String> deletedTriggers,
		List<TriggerState> triggers, List<LogLine> logs, List<MetricDocument> metrics) {
}
