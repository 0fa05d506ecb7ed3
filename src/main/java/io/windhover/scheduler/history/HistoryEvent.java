package io.windhover.scheduler.history;

import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.expectation.Expectations;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the history of a flow.
 */
public sealed interface HistoryEvent {

	/**
	 * How much later than it happens something may be heard of: the ends of executions
	 * come from several executors, which commit on their own.
	 */
	Duration SETTLE = Duration.ofSeconds(3);

	/**
	 * The flow has a new revision, or something else is expected of it than before.
	 *
	 * @param expectations all in all; none while it is disabled
	 * @param horizon until which all that happened has been heard of
	 * @param disabling since when this revision is disabled, and by whom; null where it
	 * is not
	 */
	record Watched(int revision, boolean disabled, Expectations expectations, Instant horizon,
			FlowHistory.@Nullable Disabling disabling) implements HistoryEvent {
	}

	/** Something became of executions of the flow. */
	record Happened(FlowCommand.Happened what) implements HistoryEvent {
	}

	/**
	 * Time has passed.
	 *
	 * @param horizon until which all that happened has been heard of
	 */
	record Passed(Instant horizon) implements HistoryEvent {
	}

}
