package io.windhover.scheduler;

import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;

/**
 * The size of what templates see as {@code trigger}.
 */
public final class TriggerVariables {

	/** Of the records that hold it: Jackson limits the depth of what it writes. */
	private static final int LEVELS = 20;

	private TriggerVariables() {
	}

	/**
	 * Returns the bytes of its JSON.
	 * @throws tools.jackson.core.JacksonException if it cannot be written, as deep as it
	 * will be in a stored execution
	 */
	public static int size(Map<String, Object> variables) {
		Object nested = variables;
		for (int i = 0; i < LEVELS; i++) {
			nested = List.of(nested);
		}
		return Json.mapper().writeValueAsBytes(nested).length - 2 * LEVELS;
	}

}
