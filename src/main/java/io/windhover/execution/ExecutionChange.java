package io.windhover.execution;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a task that ended as SUCCESS changes of its execution.
 *
 * @param labels added to those that it has, in the place of any of the same name
 * @param outputs the same of the outputs of the execution
 */
public record ExecutionChange(Map<String, String> labels, Map<String, Object> outputs) {

	/** Changes nothing. */
	public static final ExecutionChange NONE = new ExecutionChange(Map.of(), Map.of());

	public ExecutionChange {
		labels = (labels != null) ? labels : Map.of();
		outputs = (outputs != null) ? outputs : Map.of();
	}

	/**
	 * Whether it changes nothing.
	 */
	@JsonIgnore
	public boolean isNone() {
		return this.labels.isEmpty() && this.outputs.isEmpty();
	}

}
