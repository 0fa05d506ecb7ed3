package io.windhover.execution.machine;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionChange;
import io.windhover.execution.json.Json;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the labels and outputs of an execution.
 */
public final class ExecutionChanges {

	/** Of all labels that tasks set, with those from before, in bytes of JSON. */
	static final int MOST_LABELS = 64 * 1024;

	private ExecutionChanges() {
	}

	/**
	 * Makes a change.
	 * @return why it is too much, and not made; null when it is made
	 */
	static @Nullable String apply(Transition transition, @Nullable ExecutionChange change) {
		if (change == null || change.isNone()) {
			return null;
		}
		Execution execution = transition.requireExecution();
		Map<String, String> labels = merged(execution.labels(), change.labels());
		Map<String, Object> outputs = merged(execution.outputs(), change.outputs());
		String refusal = refusal("labels", change.labels().isEmpty() ? Map.of() : labels, MOST_LABELS);
		if (refusal == null) {
			refusal = refusal("outputs", change.outputs().isEmpty() ? Map.of() : outputs, KeptOutputs.MAX_OF_FLOW);
		}
		if (refusal == null) {
			transition.execution(Executions.changed(execution, labels, change.outputs().isEmpty() ? null : outputs));
		}
		return refusal;
	}

	/**
	 * What an execution gives in the end, over what its tasks have set.
	 * @throws ExpressionFailure when that is too much
	 */
	static Map<String, Object> given(Execution execution, Map<String, Object> outputs) {
		if (execution.outputs() == null) {
			return outputs;
		}
		Map<String, Object> all = merged(execution.outputs(), outputs);
		String refusal = refusal("outputs", all, KeptOutputs.MAX_OF_FLOW);
		if (refusal != null) {
			throw new ExpressionFailure(refusal);
		}
		return all;
	}

	private static @Nullable String refusal(String what, Map<String, ?> all, int most) {
		int size = all.isEmpty() ? 0 : Json.mapper().writeValueAsBytes(all).length;
		return (size > most)
				? "the %s of the execution would be %d bytes of JSON, more than %d".formatted(what, size, most) : null;
	}

	private static <V> Map<String, V> merged(@Nullable Map<String, V> before, Map<String, V> added) {
		Map<String, V> merged = new LinkedHashMap<>((before != null) ? before : Map.of());
		merged.putAll(added);
		return merged;
	}

}
