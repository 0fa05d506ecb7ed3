package io.windhover.worker.attempt;

import io.windhover.execution.Job;
import io.windhover.flow.definition.TaskDefinition;

/**
 * Makes the context of an attempt.
 */
public interface AttemptContexts {

	AttemptContext of(Job job, TaskDefinition<?> type);

}
