package io.windhover.scheduler;

import java.time.Duration;

import io.windhover.flow.FlowKey;

/**
 * Is told what the scheduler does: must not block, and what it throws is logged and
 * changes nothing.
 */
public interface SchedulerListener {

	/**
	 * A trigger started an execution.
	 * @param delay from the planned date to now
	 */
	default void fired(FlowKey flow, String triggerType, Duration delay) {
	}

	/**
	 * A planned date passed without an execution.
	 * @param reason such as {@code recover-missed}
	 */
	default void missed(FlowKey flow, String triggerType, String reason) {
	}

	default void evaluationStarted(FlowKey flow, String triggerType) {
	}

	default void evaluationEnded(FlowKey flow, String triggerType, Duration duration) {
	}

}
