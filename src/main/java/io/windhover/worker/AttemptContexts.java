package io.windhover.worker;

import io.windhover.execution.Job;
import io.windhover.flow.TaskDefinition;

/**
 * Makes the context of an attempt.
 */
interface AttemptContexts {

	AttemptContext of(Job job, TaskDefinition<?> type);

}
