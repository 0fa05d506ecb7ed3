package io.windhover.worker;

import java.time.Duration;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;

/**
 * Is told what the worker does, on its threads: must not block, and what it throws is
 * logged and changes nothing.
 */
public interface WorkerListener {

	/**
	 * A job was taken and its attempt begins.
	 * @param queued from its dispatch to now
	 */
	default void started(Job job, Duration queued) {
	}

	/**
	 * The attempt that began is not the first of its task run.
	 */
	default void retried(Job job) {
	}

	/**
	 * An attempt is over.
	 * @param state SUCCESS, FAILED or KILLED
	 */
	default void ended(Job job, State state, Duration duration) {
	}

	/**
	 * A log line of a running task was dropped, because Kafka did not take it in time.
	 */
	default void lineDropped(Job job) {
	}

	/**
	 * A running task published a figure.
	 */
	default void published(Job job, MetricDefinition definition, TaskMetric metric) {
	}

}
