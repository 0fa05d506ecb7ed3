package io.windhover.api.execution.create;

import io.windhover.api.execution.NewExecution;
import io.windhover.execution.Execution;

/**
 * A request for an execution, which is read once it is known that none exists for it.
 */
interface ExecutionRequest {

	/**
	 * What is asked for.
	 * @param executionId the id that it gets
	 */
	NewExecution read(String executionId);

	/**
	 * Whether an execution that exists for it cannot be the one that it asks for. What
	 * differs each time does not say.
	 */
	default boolean contradicts(Execution existing) {
		return false;
	}

	/**
	 * The execution was not created, and its id is used for no other.
	 */
	default void refused(String executionId) {
	}

}
