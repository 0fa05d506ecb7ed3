package io.windhover.api.execution;

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
	 * The execution was not created, and its id is used for no other.
	 */
	default void refused(String executionId) {
	}

}
