package io.windhover.worker.task;

import java.util.Map;

import io.windhover.flow.definition.TaskDefinition;

/**
 * A kind of task that workers run. Any bean of this type is one: its type is then known
 * to flows, and its meters to management.
 *
 * @param <C> its configuration, as {@link TaskDefinition} says
 */
public interface TaskType<C> extends TaskDefinition<C> {

	/**
	 * Runs one attempt, on a thread of its own that is interrupted when the attempt is to
	 * stop.
	 * @param configuration rendered and validated
	 * @return the outputs, of values that JSON can hold
	 * @throws TaskFailedException to fail with outputs
	 * @throws Exception to fail; its message is shown to people
	 */
	Map<String, Object> run(C configuration, TaskContext context) throws Exception;

}
