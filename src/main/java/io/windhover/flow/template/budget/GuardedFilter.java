package io.windhover.flow.template.budget;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.core.DefaultFilter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.value.BoundedPattern;
import org.jspecify.annotations.Nullable;

/**
 * One of Pebble's filters, whose input, arguments and result are weighed, and whose
 * result is bounded before it is made where it may be much larger.
 */
public record GuardedFilter(String name, Filter filter) implements Filter {

	private static final Pattern WIDTH = Pattern.compile("%[^%a-zA-Z]*\\d{4}");

	/**
	 * Guards a filter; Pebble's {@code default} is returned as it is.
	 */
	public static Filter of(String name, Filter filter) {
		// Pebble tolerates a missing name only before its very own filter
		return (filter instanceof DefaultFilter) ? filter : new GuardedFilter(name, filter);
	}

	@Override
	public @Nullable List<String> getArgumentNames() {
		return this.filter.getArgumentNames();
	}

	@Override
	public @Nullable Object apply(@Nullable Object input, Map<String, Object> arguments, PebbleTemplate self,
			EvaluationContext context, int line) {
		RenderBudget budget = RenderBudget.current();
		if (input != null) {
			budget.weighed(input);
		}
		arguments.values().forEach(budget::weighed);
		if (input instanceof String text && arguments.get("delimiter") instanceof String delimiter) {
			return split(text, delimiter, arguments.get("limit"), budget);
		}
		if (input != null && arguments.get("replace_pairs") instanceof Map<?, ?> pairs) {
			return replace(input.toString(), pairs, budget);
		}
		if (this.name.equals("join")) {
			budget.length(elements(input) * text(arguments.get("separator")).length());
		}
		else if (this.name.equals("format")) {
			formattable(text(input), arguments.values(), budget);
		}
		return budget.weighed(this.filter.apply(input, arguments, self, context, line));
	}

	/** A pattern may try all ways to match a text. */
	private static Object split(String text, String delimiter, @Nullable Object limit, RenderBudget budget) {
		int most = (limit instanceof Number number) ? number.intValue() : 0;
		return BoundedPattern.of(delimiter).split(text, most, budget::step);
	}

	private static String replace(String text, Map<?, ?> pairs, RenderBudget budget) {
		String replaced = text;
		for (Map.Entry<?, ?> pair : pairs.entrySet()) {
			String key = text(pair.getKey());
			String value = text(pair.getValue());
			budget.product(replaced, key);
			budget.length(replaced.length() + occurrences(replaced, key) * (value.length() - key.length()));
			replaced = replaced.replace(key, value);
		}
		return replaced;
	}

	private static long occurrences(String text, String key) {
		long found = 0;
		for (int at = text.indexOf(key); at >= 0 && at < text.length(); at = text.indexOf(key, at + key.length())) {
			found++;
			if (key.isEmpty()) {
				return text.length() + 1L;
			}
		}
		return found;
	}

	private static void formattable(String format, Collection<Object> arguments, RenderBudget budget) {
		Matcher width = WIDTH.matcher(format);
		if (width.find()) {
			throw new IllegalArgumentException("format writes at most 999 characters for each value");
		}
		long longest = arguments.stream().mapToLong((each) -> text(each).length()).max().orElse(0);
		budget.length(format.chars().filter((each) -> each == '%').count() * longest);
	}

	private static long elements(@Nullable Object value) {
		return (value instanceof Collection<?> list) ? list.size()
				: (value instanceof Object[] array) ? Arrays.asList(array).size() : 0;
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

}
