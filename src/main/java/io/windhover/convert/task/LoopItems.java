package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TemplateConverter;
import org.jspecify.annotations.Nullable;

/**
 * What a loop goes over. Kestra makes a text of each item, and runs equal ones once.
 */
final class LoopItems {

	private static final Pattern SIMPLE = Pattern.compile("[\\w.\\[\\]'\"()]+");

	private LoopItems() {
	}

	static Object of(Draft draft, KestraSource value) {
		if (value instanceof KestraSource.Sequence sequence) {
			return list(draft, sequence);
		}
		Converted converted = KestraValues.converted(draft, value);
		if (!TemplateConverter.isTemplated(converted.text())) {
			if (!(JsonText.read(converted.text()) instanceof List<?> items)) {
				throw new Unsupported("the values are not a list", "write them as a list");
			}
			return items.stream().map((item) -> text(item)).distinct().toList();
		}
		String expression = KestraValues.expression(converted.text());
		if (expression == null) {
			throw new Unsupported("the values are JSON that templates make a part of",
					"write one expression that is a list, such as {{ [inputs.a, inputs.b] }}");
		}
		return "{{ " + distinct(converted, expression) + " }}";
	}

	private static String distinct(Converted converted, String expression) {
		String operand = SIMPLE.matcher(expression).matches() ? expression : "(" + expression + ")";
		if (converted.kind() == Kind.SCALAR || converted.kind() == Kind.TRUTH) {
			throw new Unsupported("the values are not a list", "name a value that is one");
		}
		return ((converted.kind() == Kind.TEXT) ? "fromJson(" + expression + ")" : operand) + " | distinct";
	}

	private static List<Object> list(Draft draft, KestraSource.Sequence sequence) {
		List<Object> items = new ArrayList<>();
		for (KestraSource.Entry item : sequence.items()) {
			if (TemplateConverter.isTemplated(item.value().plain())) {
				if (sequence.items().size() > 1 || !(item.value() instanceof KestraSource.Scalar)) {
					throw new Unsupported("Kestra runs equal values once, and templates may be equal",
							"write one expression, such as {{ [inputs.a, inputs.b] | distinct }}");
				}
				items.add(KestraValues.exactText(draft, item.value()));
			}
			else {
				items.add((item.value() instanceof KestraSource.Scalar) ? KestraValues.fixed(draft, item.value())
						: text(item.value().plain()));
			}
		}
		return items.stream().distinct().toList();
	}

	private static Object text(@Nullable Object item) {
		if (item == null) {
			throw new Unsupported("an item is null", "leave it out");
		}
		return (item instanceof String text) ? text : JsonText.write(item);
	}

	/** The items that the flow lists itself; null where a template gives them. */
	static @Nullable List<String> texts(@Nullable Object items) {
		return (items instanceof List<?> list && !TemplateConverter.isTemplated(list))
				? list.stream().map(String::valueOf).toList() : null;
	}

	/** Whether each item is surely text. */
	static boolean areTexts(@Nullable Object items) {
		return items instanceof List;
	}

}
