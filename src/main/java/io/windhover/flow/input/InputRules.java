package io.windhover.flow.input;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Restricts the values of an input beyond its type.
 *
 * @param pattern of a string, a regular expression that all of it must match
 * @param min of an int or float
 * @param max of an int or float
 * @param itemType of the elements of an array, JSON for any
 * @param values of an enum or multi-enum
 */
public record InputRules(@Nullable String pattern, @Nullable BigDecimal min, @Nullable BigDecimal max,
		Input.Type itemType, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> values) {

	/** Nothing beyond the type. */
	public static final InputRules NONE = new InputRules(null, null, null, Input.Type.JSON, List.of());

	public InputRules {
		// flows stored by an earlier version have none
		itemType = (itemType != null) ? itemType : Input.Type.JSON;
		values = (values != null) ? List.copyOf(values) : List.of();
	}

}
