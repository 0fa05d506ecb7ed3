package io.windhover.management.live;

/**
 * What is sampled each second. What an instance does not know, because it lacks the role
 * or the broker does not answer, is not a number.
 */
public enum LiveFigure {

	/** Executions that began, per second. */
	EXECUTIONS,
	/** Executions that ended, per second. */
	EXECUTIONS_ENDED,
	/** Executions that ended as FAILED, per second. */
	EXECUTIONS_FAILED,
	/** Executions in flight. */
	EXECUTIONS_RUNNING,
	/** Task runs that ended, per second. */
	TASK_RUNS,
	/** Task runs that ended as FAILED, per second. */
	TASK_RUNS_FAILED,
	/** Attempts that a worker began, per second. */
	ATTEMPTS,
	/** From the dispatch of a job to the begin of its attempt: the mean in seconds. */
	QUEUED,
	/** The longest of those. */
	QUEUED_MAX,
	/** How long an attempt took that ended: the mean in seconds. */
	RAN,
	/** The longest of those. */
	RAN_MAX,
	/** Slots of the worker in use. */
	SLOTS_USED,
	/** Slots of the worker. */
	SLOTS_MAX,
	/**
	 * The age in seconds of the oldest record that a Kafka Streams client has not read.
	 */
	INPUT_LAG,
	/** The age in seconds of the oldest job that no worker has taken. */
	JOB_LAG,
	/** The age in seconds of the oldest document that is not indexed. */
	DOCUMENT_LAG,
	/** Bytes of the heap in use. */
	HEAP_USED,
	/** Bytes that the heap may have. */
	HEAP_MAX,
	/** What this process uses of all processors, from 0 to 1. */
	CPU,
	/** What the whole machine uses of them. */
	SYSTEM_CPU

}
