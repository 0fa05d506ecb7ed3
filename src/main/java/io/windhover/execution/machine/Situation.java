package io.windhover.execution.machine;

import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the machine must know to decide: of an execution only its header and the one task
 * run that the event is about, so that the cost does not grow with the others.
 *
 * @param execution null when it is not known, or has ended
 * @param taskRun null when the event is about none, or it is not known, or has ended
 * @param flow null when the execution is
 */
public record Situation(@Nullable Execution execution, @Nullable TaskRun taskRun, @Nullable Flow flow) {

	/** Nothing is known. */
	public static final Situation NONE = new Situation(null, null, null);

}
