package io.windhover.execution;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The result of a task run that succeeded in another execution.
 *
 * @param outputs null where it had none
 * @param size of the outputs, in bytes of JSON
 * @param metrics what it published, by name; null where there was nothing
 */
public record KeptResult(@Nullable Map<String, Object> outputs, int size, @Nullable Map<String, Object> metrics) {

	/** Only says that there are results below its path. */
	public static final KeptResult NONE = new KeptResult(null, 0);

	/**
	 * The result of one that published no metrics.
	 */
	public KeptResult(@Nullable Map<String, Object> outputs, int size) {
		this(outputs, size, null);
	}

}
