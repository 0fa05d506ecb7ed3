package io.windhover.convert.expression;

import org.jspecify.annotations.Nullable;

/**
 * Finds the rule of a type of Kestra, for those that do not know the rules.
 */
public interface RuleTable {

	/** The rule of a type of tasks; null where it has no equivalent. */
	@Nullable TypeRule task(@Nullable String type);

	/** The rule of a type of triggers; null where it has no equivalent. */
	@Nullable TypeRule trigger(String type);

	/** What to do in place of a type of tasks that has no equivalent. */
	String proposal(String type);

}
