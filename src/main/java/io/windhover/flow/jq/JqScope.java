package io.windhover.flow.jq;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The variables, functions and labels that an expression sees, the nearest first.
 *
 * @param parent null for that of the functions of jq
 * @param name with a {@code $} for a variable, {@code name/arity} for a function,
 * {@code *name} for a label
 */
record JqScope(@Nullable JqScope parent, String name, @Nullable Object value, Map<String, Object> builtins) {

	static JqScope of(Map<String, Object> builtins) {
		return new JqScope(null, "", null, builtins);
	}

	JqScope with(String added, @Nullable Object its) {
		return new JqScope(this, added, its, this.builtins);
	}

	/** Null where the variable is null, too: the parser knows that the name exists. */
	@Nullable Object find(String wanted) {
		for (JqScope each = this; each != null; each = each.parent) {
			if (each.name.equals(wanted)) {
				return each.value;
			}
		}
		return this.builtins.get(wanted);
	}

}
