package io.windhover.execution.json;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Bounds what an execution begins with, defaults included: it must fit into a record
 * beside the rest of the execution.
 */
public final class InputsSize {

	/** Bytes of JSON that inputs and labels may have together. */
	public static final int MAX = 1024 * 1024;

	private InputsSize() {
	}

	/**
	 * Why they are too large.
	 * @return null when they are not
	 */
	public static @Nullable String refusal(Map<String, Object> inputs, Map<String, String> labels) {
		int size = Json.mapper().writeValueAsBytes(List.of(inputs, labels)).length;
		return (size > MAX) ? "inputs and labels are %d bytes of JSON, more than %d".formatted(size, MAX) : null;
	}

}
