package io.windhover.execution;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler is told about a trigger.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes(@JsonSubTypes.Type(value = TriggerCommand.Evaluated.class, name = "evaluated"))
public sealed interface TriggerCommand {

	String namespace();

	String flowId();

	String triggerId();

	Instant at();

	/**
	 * A polling trigger was evaluated.
	 *
	 * @param date the planned date of the evaluation, by which a repeated outcome is
	 * known
	 * @param fire whether the condition held
	 * @param variables what templates see as {@code trigger}
	 * @param error why the evaluation failed; null when it did not
	 */
	record Evaluated(String namespace, String flowId, String triggerId, Instant at, Instant date, boolean fire,
			Map<String, Object> variables, @Nullable String error) implements TriggerCommand {
	}

}
