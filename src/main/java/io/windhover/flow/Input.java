package io.windhover.flow;

import org.jspecify.annotations.Nullable;

/**
 * A declared input of a flow.
 *
 * @param required whether an execution without it is refused; true unless it says
 * otherwise
 * @param defaultValue what stands in when an execution does not give it
 */
public record Input(String id, Type type, boolean required, @Nullable Object defaultValue,
		@Nullable String description) {

	/**
	 * What values an input takes.
	 */
	public enum Type {

		STRING, INT, FLOAT, BOOLEAN, DATE, DATETIME, DURATION, JSON

	}

}
