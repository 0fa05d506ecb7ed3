package io.windhover.executor.state;

import java.util.HashMap;
import java.util.Map;

/**
 * One object for all that are equal: the executions of a flow have its key and the names
 * of its tasks in common, each read from its own entry.
 */
final class SharedValues {

	/** Flows come and go. */
	private static final int MOST = 10_000;

	private final Map<Object, Object> values = new HashMap<>();

	@SuppressWarnings("unchecked") // equal values are of one type
	<T> T of(T value) {
		if (this.values.size() >= MOST) {
			this.values.clear();
		}
		Object known = this.values.putIfAbsent(value, value);
		return (known != null) ? (T) known : value;
	}

}
