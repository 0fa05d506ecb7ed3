package io.windhover.flow.task;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker runs.
 *
 * @param configuration the properties of its type, templates not yet rendered
 * @param workerGroup whose workers run it; null for the default group
 */
public record WorkerTask(String id, String type, Map<String, Object> configuration, TaskOptions options,
		OnWorkerLoss onWorkerLoss, @Nullable String workerGroup) implements Task {

	/**
	 * A task of the default group.
	 */
	public WorkerTask(String id, String type, Map<String, Object> configuration, TaskOptions options,
			OnWorkerLoss onWorkerLoss) {
		this(id, type, configuration, options, onWorkerLoss, null);
	}

	/**
	 * When a failed attempt is tried again; null for never.
	 */
	@JsonIgnore
	public @Nullable Retry retry() {
		return this.options.retry();
	}

	/**
	 * How long one attempt may take; null for any time.
	 */
	@JsonIgnore
	public @Nullable Duration timeout() {
		return this.options.timeout();
	}

	/**
	 * Whether its failure lets the execution go on, to end as WARNING.
	 */
	@JsonIgnore
	public boolean allowFailure() {
		return this.options.allowFailure();
	}

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
