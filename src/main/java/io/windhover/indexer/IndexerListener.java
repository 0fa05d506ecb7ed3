package io.windhover.indexer;

import java.time.Duration;

import io.windhover.flow.FlowKey;

/**
 * Is told what the indexer writes: must not block, and what it throws is logged and
 * changes nothing.
 */
public interface IndexerListener {

	/**
	 * Documents of one flow were acknowledged by the repository.
	 * @param index executions, task-runs, triggers, logs or metrics
	 * @param duration of the batch that they were in
	 */
	default void indexed(FlowKey flow, String index, int count, Duration duration) {
	}

}
