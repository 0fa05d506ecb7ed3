package io.windhover.execution;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The task that started an execution as its subflow.
 *
 * @param executionId of the execution that the task is in
 * @param path of the task in it
 * @param attempt of the task
 * @param waits whether it waits for the end of the subflow
 * @param depth how many subflows in a row led to the one that it started, from 1
 * @param flowTriggers how many flow triggers in a row led to it; null where there is none
 */
public record ParentTask(String executionId, String path, int attempt, boolean waits, int depth,
		@Nullable Integer flowTriggers) {

	/**
	 * How many subflows in a row led to an execution.
	 */
	public static int depth(Execution execution) {
		return (execution.parent() != null) ? execution.parent().depth() : 0;
	}

	/**
	 * How many flow triggers in a row led to an execution.
	 */
	public static int flowTriggers(Execution execution) {
		TriggerFire fire = execution.trigger();
		if (fire != null) {
			return (fire.variables().get(FlowEnd.DEPTH) instanceof Integer depth) ? depth : 0;
		}
		return (execution.parent() != null) ? Objects.requireNonNullElse(execution.parent().flowTriggers(), 0) : 0;
	}

}
