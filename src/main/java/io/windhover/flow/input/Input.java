package io.windhover.flow.input;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.windhover.flow.binding.ConstantName;
import org.jspecify.annotations.Nullable;

/**
 * A declared input of a flow.
 *
 * @param required whether an execution without it is refused; true by default
 * @param defaultValue used when an execution does not give it; may hold templates
 * @param displayName its name in forms
 */
public record Input(String id, Type type, boolean required, @Nullable Object defaultValue, @Nullable String description,
		@Nullable String displayName, InputRules rules) {

	public Input {
		// flows stored by an earlier version have none
		rules = (rules != null) ? rules : InputRules.NONE;
	}

	/**
	 * What values an input takes.
	 */
	public enum Type {

		STRING, INT, FLOAT, BOOLEAN, DATE, DATETIME, TIME, DURATION, JSON, ARRAY, ENUM, @JsonProperty("multi-enum")
		MULTI_ENUM, URI, SECRET, FILE;

		/** The name of the type in a flow. */
		public String text() {
			return ConstantName.of(this);
		}

	}

}
