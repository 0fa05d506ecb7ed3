package io.windhover.flow.task;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a task of any kind may state.
 *
 * @param description for people
 * @param runIf a template; the task is SKIPPED where it is false
 * @param retry of a worker task its attempts; of a control task the whole of it, anew
 * @param timeout of one attempt; null when it may take any time
 * @param allowFailure whether its failure counts as WARNING
 */
public record TaskOptions(@Nullable String description, @Nullable String runIf, boolean disabled, @Nullable Retry retry,
		@Nullable Duration timeout, boolean allowFailure) {

	/** Nothing stated. */
	public static final TaskOptions NONE = new TaskOptions(null, null, false, null, null, false);

}
