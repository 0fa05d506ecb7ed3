package io.windhover.execution.tree;

/**
 * Why an event changed nothing: all that there is, so that it can be counted by reason.
 */
public enum StaleReason {

	/** A create of an execution that runs. */
	EXECUTION_EXISTS("execution-exists", "execution already created"),
	/** A command for an execution that does not run. */
	EXECUTION_UNKNOWN("execution-unknown", "execution unknown or already ended"),
	/** A deletion of an execution that runs. */
	NOT_ENDED("not-ended", "execution has not ended"),
	/** A kill of an execution that is being killed. */
	KILLED_BEFORE("killed-before", "execution is being killed already"),
	/** A command for an execution that has not begun, or an admission of one that has. */
	NOT_WAITED_FOR("not-waited-for", "execution does not wait for this"),
	/** About a task run that does not run. */
	TASK_RUN_UNKNOWN("task-run-unknown", "task run unknown or already ended"),
	/** The end of a subflow that is no longer waited for. */
	SUBFLOW_PASSED("subflow-passed", "end of a subflow that no task waits for"),
	/** The end of a wait that is no longer waited for. */
	RETRY_PASSED("retry-passed", "retry of an attempt that is not the current one"),
	/** A pause of an execution that is paused. */
	PAUSED_BEFORE("paused-before", "execution is paused already"),
	/** A resumption of what is not paused. */
	NOT_PAUSED("not-paused", "task is not paused"),
	/** The watch over a job that is no longer in the queue. */
	JOB_TAKEN("job-taken", "job was taken or dispatched again"),
	/** The end of a lease that nobody needs. */
	LEASE_PASSED("lease-passed", "lease of an attempt that is not the current one"),
	/** A result that came too late or from another worker. */
	ATTEMPT_PASSED("attempt-passed", "result of an attempt that is not the current one"),
	/** A job that was given back twice. */
	RETURNED_BEFORE("returned-before", "job was given back before"),
	/** A start that was told twice. */
	STARTED_BEFORE("started-before", "start was reported before"),
	/** A start of what is not to be started, or was by another worker. */
	START_REFUSED("start-refused", "attempt is not the current one, or another worker runs it");

	private final String id;

	private final String text;

	StaleReason(String id, String text) {
		this.id = id;
		this.text = text;
	}

	/**
	 * As the tag of a meter has it.
	 */
	public String id() {
		return this.id;
	}

	/**
	 * As a person reads it.
	 */
	public String text() {
		return this.text;
	}

}
