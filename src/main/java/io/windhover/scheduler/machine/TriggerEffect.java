package io.windhover.scheduler.machine;

import java.time.Instant;
import java.util.Map;

import io.windhover.execution.flow.TopicPositions;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.PollingTrigger;
import io.windhover.scheduler.MissedReason;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler must do besides saving a trigger that changed.
 */
public sealed interface TriggerEffect {

	/**
	 * Start an execution.
	 *
	 * @param date the planned one, or when somebody asked for it
	 * @param variables what templates see as {@code trigger}
	 * @param backfill the id of the backfill that it belongs to; null for any other
	 * @param trace what the record that it is for says of it
	 */
	record Fire(String executionId, Instant date, Map<String, Object> inputs, Map<String, Object> variables,
			@Nullable String backfill, TraceHeaders trace) implements TriggerEffect {

		Fire(String executionId, Instant date, Map<String, Object> inputs, Map<String, Object> variables,
				@Nullable String backfill) {
			this(executionId, date, inputs, variables, backfill, TraceHeaders.NONE);
		}

	}

	/**
	 * Make the inputs of an execution, which is started then.
	 *
	 * @param inputs templates not yet rendered
	 * @param seen what they see as {@code trigger}
	 * @param variables what the execution sees as {@code trigger}
	 */
	record Render(String executionId, Instant date, Map<String, Object> inputs, Map<String, Object> seen,
			Map<String, Object> variables) implements TriggerEffect {
	}

	/** Count dates that passed without an execution. */
	record Miss(MissedReason reason, int count) implements TriggerEffect {
	}

	/**
	 * Have the condition evaluated.
	 *
	 * @param requestId what asks for it; null when its date does
	 * @param positions up to where it has read a topic; null where it has read none
	 */
	record Evaluate(PollingTrigger trigger, Instant date, @Nullable String requestId,
			@Nullable TopicPositions positions) implements TriggerEffect {
	}

	/** Show the outcome of an evaluation, or of making the inputs of an execution. */
	record Note(TriggerCommand.Evaluated outcome) implements TriggerEffect {

		/**
		 * That inputs were made, or why they were not.
		 * @param date of the execution that begins with them
		 * @param error null where they were made
		 */
		static Note ofInputs(TriggerState state, Instant date, @Nullable String error, Instant now) {
			return new Note(new TriggerCommand.Evaluated(state.namespace(), state.flowId(), state.triggerId(), now,
					date, error == null, Map.of(), error, null, null));
		}

	}

	/** Log what somebody should know. */
	record Warn(String text) implements TriggerEffect {
	}

}
