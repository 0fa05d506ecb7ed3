package io.windhover.flow.template.function;

import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.template.budget.RenderBudget;
import org.jspecify.annotations.Nullable;

/**
 * A function that needs nothing but its arguments, which are weighed, as its result is.
 */
public record SimpleFunction(List<String> getArgumentNames, Body body) implements Function {

	@Override
	public @Nullable Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context,
			int line) {
		RenderBudget budget = RenderBudget.current();
		arguments.values().forEach(budget::weighed);
		Object result = this.body.apply(arguments);
		return (result != null) ? budget.weighed(result) : null;
	}

	/**
	 * The text of an argument that is required.
	 * @throws IllegalArgumentException when it is missing or null
	 */
	public static String text(Map<String, Object> arguments, String name) {
		Object value = arguments.get(name);
		if (value == null) {
			throw new IllegalArgumentException("argument '%s' is missing or null".formatted(name));
		}
		return value.toString();
	}

	/**
	 * What the function does.
	 */
	public interface Body {

		@Nullable Object apply(Map<String, Object> arguments);

	}

}
