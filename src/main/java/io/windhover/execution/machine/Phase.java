package io.windhover.execution.machine;

/**
 * The part of a scope that is running.
 */
enum Phase {

	/** What the control task is for. */
	BODY,
	/** The tasks that follow a failure of the body. */
	ERRORS,
	/** The tasks that always follow; they run after a kill, too. */
	FINALLY

}
