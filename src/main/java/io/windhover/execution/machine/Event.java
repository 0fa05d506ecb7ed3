package io.windhover.execution.machine;

import java.time.Instant;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskResult;

/**
 * What happens to an execution.
 */
public sealed interface Event {

	/**
	 * Somebody asks for something.
	 */
	record Commanded(ExecutionCommand command) implements Event {
	}

	/**
	 * A worker reports on the task run of the situation.
	 */
	record Reported(TaskResult result) implements Event {
	}

	/**
	 * The execution is being killed, and this is one of its task runs that have not
	 * ended.
	 */
	record TaskRunKilled() implements Event {
	}

	/**
	 * The wait before the next attempt is over.
	 *
	 * @param attempt the one that failed
	 */
	record RetryDue(int attempt) implements Event {
	}

	/**
	 * Nobody has taken the job for so long that the topic may soon forget it.
	 *
	 * @param queuedAt tells the dispatch among several of one attempt
	 */
	record Unclaimed(int attempt, Instant queuedAt) implements Event {
	}

	/**
	 * The life of the instance that runs an attempt is over.
	 */
	record WorkerLost(int attempt, InstanceRef worker) implements Event {
	}

}
