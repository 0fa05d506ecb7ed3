package io.windhover.flow.template.function;

import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.template.budget.GuardedFilter;
import org.jspecify.annotations.Nullable;

/**
 * A filter that needs nothing but its input and its arguments.
 */
record ValueFilter(String name, List<String> argumentNames, Body body) implements Filter {

	/** One that is weighed as Pebble's own filters are. */
	static Filter of(String name, List<String> argumentNames, Body body) {
		return GuardedFilter.of(name, new ValueFilter(name, argumentNames, body));
	}

	@Override
	public @Nullable List<String> getArgumentNames() {
		return this.argumentNames.isEmpty() ? null : this.argumentNames;
	}

	@Override
	public @Nullable Object apply(@Nullable Object input, Map<String, Object> arguments, PebbleTemplate self,
			EvaluationContext context, int line) {
		if (input == null) {
			throw new IllegalArgumentException(
					"'%s' has nothing to work on, because its input is null".formatted(this.name));
		}
		return this.body.apply(input, new Arguments(this.name, arguments));
	}

	/**
	 * What the filter does.
	 */
	interface Body {

		@Nullable Object apply(Object input, Arguments arguments);

	}

	/**
	 * The arguments of one use.
	 */
	record Arguments(String filter, Map<String, Object> values) {

		@Nullable String optional(String name) {
			Object value = this.values.get(name);
			return (value != null) ? value.toString() : null;
		}

		Object require(String name) {
			Object value = this.values.get(name);
			if (value == null) {
				throw new IllegalArgumentException("'%s' needs its argument '%s'".formatted(this.filter, name));
			}
			return value;
		}

		String text(String name) {
			return require(name).toString();
		}

	}

}
