package io.windhover.flow;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A task that a worker runs.
 *
 * @param configuration the properties of its type, templates not yet rendered
 * @param timeout of one attempt; null when it may take any time
 * @param allowFailure whether its failure lets the execution go on, to end as WARNING
 */
public record WorkerTask(String id, String type, Map<String, Object> configuration, @Nullable Retry retry,
		@Nullable Duration timeout, boolean allowFailure, OnWorkerLoss onWorkerLoss) implements Task {

	/**
	 * What becomes of an attempt whose worker is gone.
	 */
	public enum OnWorkerLoss {

		/** A new attempt is dispatched. */
		RETRY,

		/** The task run fails, because running it twice would do harm. */
		FAIL

	}

}
