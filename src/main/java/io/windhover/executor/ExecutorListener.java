package io.windhover.executor;

import java.time.Duration;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.tree.StaleReason;
import io.windhover.flow.FlowKey;

/**
 * Is told what the executor decides, on its stream threads: must not block, and what it
 * throws is logged and changes nothing. A decision that a transaction takes back and
 * makes again is told again.
 */
public interface ExecutorListener {

	default void executionStarted(Execution execution) {
	}

	/**
	 * An execution is over.
	 * @param duration from its creation
	 */
	default void executionEnded(Execution execution, Duration duration) {
	}

	/**
	 * A task run was made and its first attempt dispatched.
	 */
	default void taskRunNext(TaskRun taskRun) {
	}

	/**
	 * A task run is over.
	 * @param duration from its first dispatch
	 */
	default void taskRunEnded(TaskRun taskRun, Duration duration) {
	}

	/**
	 * A worker's result of an attempt arrived and counted.
	 * @param state SUCCESS, FAILED or KILLED
	 */
	default void workerTaskResult(FlowKey flow, State state) {
	}

	/**
	 * A duplicated or stale event arrived and changed nothing.
	 */
	default void stale(StaleReason reason) {
	}

	/**
	 * An attempt was taken from a worker whose lease was over.
	 */
	default void leaseExpired(InstanceRef worker) {
	}

}
