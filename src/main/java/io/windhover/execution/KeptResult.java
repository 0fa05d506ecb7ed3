package io.windhover.execution;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The result of a task run that succeeded in another execution.
 *
 * @param outputs null where it had none
 * @param size of the outputs, in bytes of JSON
 */
public record KeptResult(@Nullable Map<String, Object> outputs, int size) {

	/** Only says that there are results below its path. */
	public static final KeptResult NONE = new KeptResult(null, 0);

}
