package io.windhover.execution.plan;

/**
 * The part of a scope that is running.
 */
public enum Phase {

	/** What the control task is for. */
	BODY,
	/** The tasks that follow a failure of the body. */
	ERRORS,
	/** The tasks that always follow; they run after a kill, too. */
	FINALLY

}
