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

	/**
	 * A document can be found from now on.
	 * @param age from when its record was published
	 */
	default void searchable(String index, Duration age) {
	}

	/**
	 * A batch was acknowledged by the repository.
	 */
	default void written(int documents, Duration duration) {
	}

	/**
	 * The repository could not be opened, or did not take a batch, or the dead letters
	 * did not take what is theirs, or the topics could not be read: it is tried again.
	 */
	default void failed() {
	}

	/**
	 * Old documents could not be deleted, which is tried again.
	 */
	default void retentionFailed() {
	}

	/**
	 * A record of a topic is with the dead letters: nobody could read it, or the
	 * repository refused what was in it.
	 */
	default void deadLetter(String topic) {
	}

}
