package io.windhover.convert.expression;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.ExpressionConverter.Argument;
import org.jspecify.annotations.Nullable;

/**
 * What follows a value in an expression: the name of a property, an index or a method.
 *
 * @param name of a property, also where it is written as an index; null for any other
 * index
 * @param index null for a property
 */
public record Step(String written, @Nullable String name, @Nullable Converted index, boolean isMethod) {

	private static final Set<String> METHODS = Set.of("size", "length", "isEmpty", "contains", "startsWith", "endsWith",
			"substring", "toLowerCase", "toUpperCase", "trim", "get", "containsKey", "keys", "values");

	static Step name(String name) {
		return new Step("." + name, name, null, false);
	}

	static Step index(Converted index) {
		return new Step("[" + index.text().strip() + "]", index.literal(), index, false);
	}

	static Step method(String name, List<Argument> arguments) {
		if (!METHODS.contains(name)) {
			throw new Unsupported("the method '%s()' is not supported".formatted(name), "use a filter");
		}
		return new Step(
				"." + name + "(" + arguments.stream().map(Argument::written).collect(Collectors.joining(",")) + ")",
				null, null, true);
	}

	/** Whether it is the property of this name. */
	boolean is(String property) {
		return property.equals(this.name) && !this.isMethod;
	}

	static String written(List<Step> steps) {
		return steps.stream().map(Step::written).collect(Collectors.joining());
	}

}
