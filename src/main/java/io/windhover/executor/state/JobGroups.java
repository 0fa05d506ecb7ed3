package io.windhover.executor.state;

import io.windhover.executor.ExecutorView.InFlight;
import org.jspecify.annotations.Nullable;

/**
 * The worker groups for which task runs wait.
 */
@FunctionalInterface
public interface JobGroups {

	/**
	 * The group of a task run, by the current revision of its flow.
	 */
	String of(InFlight taskRun);

	/**
	 * Why no job can be sent to a group; null when some can, or the topic is being made.
	 */
	default @Nullable String failure(String group) {
		return null;
	}

}
