package io.windhover.execution;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the executor is asked to do with an execution.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({ @JsonSubTypes.Type(value = ExecutionCommand.Create.class, name = "create"),
		@JsonSubTypes.Type(value = ExecutionCommand.Kill.class, name = "kill") })
public sealed interface ExecutionCommand {

	String executionId();

	Instant at();

	/**
	 * Starts an execution.
	 *
	 * @param flow the revision to run, without its source: the command needs nothing
	 * else, so it can never run ahead of the flow's own record
	 */
	record Create(String executionId, Instant at, Flow flow, Map<String, Object> inputs, Map<String, String> labels,
			@Nullable TriggerFire trigger) implements ExecutionCommand {
	}

	/**
	 * Ends an execution early.
	 */
	record Kill(String executionId, Instant at) implements ExecutionCommand {
	}

}
