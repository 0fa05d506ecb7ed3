package io.windhover.scheduler.machine;

import java.util.Map;

import io.windhover.execution.FlowEnd;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a trigger.
 */
public sealed interface TriggerEvent {

	/** Its next date may have passed. */
	record Due() implements TriggerEvent {
	}

	/**
	 * Its flow has a new revision, in which it is this one.
	 *
	 * @param held whether nothing may fire now
	 */
	record Revised(Flow flow, Trigger trigger, boolean held) implements TriggerEvent {
	}

	/**
	 * Somebody asks for something, or its evaluation is over.
	 *
	 * @param disabled whether its flow starts no executions
	 */
	record Commanded(TriggerCommand command, boolean disabled) implements TriggerEvent {
	}

	/**
	 * An execution of its backfill has ended.
	 *
	 * @param disabled whether its flow starts no executions
	 */
	record Ended(FlowCommand.BackfillEnded end, boolean disabled) implements TriggerEvent {
	}

	/**
	 * An execution to whose end it may listen has ended.
	 *
	 * @param disabled whether its flow starts no executions
	 */
	record Heard(FlowEnd end, boolean disabled) implements TriggerEvent {
	}

	/**
	 * The inputs of an execution were made.
	 *
	 * @param inputs null when they could not be made
	 * @param problem why not
	 */
	record Rendered(TriggerEffect.Render fire, @Nullable Map<String, Object> inputs,
			@Nullable String problem) implements TriggerEvent {
	}

	/** Its flow starts executions again, after a revision that was disabled. */
	record Enabled() implements TriggerEvent {
	}

}
