package io.windhover.flow;

/**
 * How many executions of a flow may run at once, in the whole cluster.
 *
 * @param limit at least 1
 * @param behavior what becomes of an execution that is one too many
 */
public record Concurrency(int limit, Behavior behavior) {

	/**
	 * What becomes of an execution that is one too many.
	 */
	public enum Behavior {

		/** It waits for its turn. */
		QUEUE,

		/** It ends at once as KILLED. */
		CANCEL,

		/** It ends at once as FAILED. */
		FAIL

	}

}
