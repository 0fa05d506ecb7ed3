package io.windhover.scheduler;

import java.time.Duration;

import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expected;

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
	 * A backfill started an execution, at a date that was long ago.
	 */
	default void backfilled(FlowKey flow, String triggerType) {
	}

	/**
	 * Planned dates passed without an execution.
	 */
	default void missed(FlowKey flow, String triggerType, MissedReason reason, int count) {
	}

	/**
	 * What is expected of a flow was missed.
	 */
	default void expectationMissed(FlowKey flow, Expected expected) {
	}

	default void evaluationEnded(FlowKey flow, String triggerType, Duration duration) {
	}

	/**
	 * A trigger could not be evaluated, which has ended as well.
	 */
	default void evaluationFailed(FlowKey flow, String triggerType) {
	}

}
