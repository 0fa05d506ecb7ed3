package io.windhover.convert.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.TypeRule.OutputRule;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of properties.
 */
public final class KestraValues {

	/** An expression that adds nothing, but makes the text of a value. */
	private static final String AS_TEXT = "{{ '' }}";

	/** The texts that are false as a condition. */
	private static final Set<String> FALSE = Set.of("", "0", "-0", "false");

	private static final Pattern SIMPLE = Pattern.compile("[\\w.\\[\\]']+");

	private KestraValues() {
	}

	/** A text for a property that takes text only. */
	public static String text(Draft draft, KestraSource value) {
		Converted converted = converted(draft, value);
		return (converted.kind() == Kind.ANY) ? converted.text() + AS_TEXT : converted.text();
	}

	/** A text for what would keep a number. */
	public static String exactText(Draft draft, KestraSource value) {
		Converted converted = converted(draft, value);
		return (converted.kind() != Kind.TEXT) ? converted.text() + AS_TEXT : converted.text();
	}

	/** A text that may come to any value. */
	public static String template(Draft draft, KestraSource value) {
		return converted(draft, value).text();
	}

	/** A text that tells true from false. */
	public static String condition(Draft draft, KestraSource value) {
		return condition(value, converted(draft, stripped(value)));
	}

	/** The same of a trigger, which sees an answer and nothing else. */
	public static String conditionOf(Draft draft, KestraSource value, Map<String, OutputRule> answer) {
		Notes.Place at = new Notes.Place(value.line(), draft.place().path());
		return condition(value, TemplateConverter.convert(literal(value).strip(),
				References.ofTrigger(draft.scope(), draft.notes(), at, answer)));
	}

	/** A map of texts of a trigger, which may use secrets and nothing else. */
	public static Map<String, Object> textsOf(Draft draft, KestraSource value) {
		Map<String, Object> texts = new LinkedHashMap<>();
		mapping(value).entries().forEach((name, entry) -> {
			keyWithoutTemplate(name);
			texts.put(name, textOf(draft, entry.value()));
		});
		return texts;
	}

	/** A text of a trigger, which may use secrets and nothing else. */
	public static String textOf(Draft draft, KestraSource value) {
		Notes.Place at = new Notes.Place(value.line(), draft.place().path());
		return TemplateConverter
			.convert(literal(value), References.ofTrigger(draft.scope().task(null, true), draft.notes(), at, Map.of()))
			.text();
	}

	/**
	 * In Kestra a condition is any text, of which a few are false; here it is true or
	 * false.
	 */
	private static String condition(KestraSource value, Converted converted) {
		String text = converted.text().strip();
		if (!TemplateConverter.isTemplated(text)) {
			return "{{ " + isTrue(value, text) + " }}";
		}
		String expression = expression(text);
		if (expression == null) {
			throw new Unsupported("the condition is not one expression", "write it as one expression in {{ and }}");
		}
		if (converted.kind() == Kind.TRUTH) {
			return text;
		}
		if (converted.typed() && converted.loop() == null) {
			throw new Unsupported("Kestra takes any text but '', 0, -0 and false as true, and here it is parsed",
					"compare it, as in {{ outputs.x.body.ready == true }}");
		}
		String operand = SIMPLE.matcher(expression).matches() ? expression : "(" + expression + ")";
		return "{{ not (['', '0', '-0', 'false'] contains (%s ~ '')) }}".formatted(operand);
	}

	private static boolean isTrue(KestraSource value, String text) {
		boolean bool = value instanceof KestraSource.Scalar scalar && scalar.value() instanceof Boolean;
		if (bool ? text.equalsIgnoreCase("true") : text.equals("true")) {
			return true;
		}
		if (bool || FALSE.contains(text)) {
			return false;
		}
		throw new Unsupported("'%s' is a text that Kestra takes as true".formatted(text), "write true or false");
	}

	/** Without the white space around, such as the end of the line of a block. */
	private static KestraSource stripped(KestraSource value) {
		String text = literal(value).strip();
		return new KestraSource.Scalar(value.line(), text, text, false);
	}

	/**
	 * What stands in the braces of a template that is one expression; null for any other.
	 */
	public static @Nullable String expression(String template) {
		String text = template.strip();
		if (!text.startsWith("{{") || !text.endsWith("}}") || text.indexOf("{{", 2) >= 0 || text.contains("{%")
				|| text.contains("{#")) {
			return null;
		}
		String inner = text.substring(2, text.length() - 2);
		inner = inner.startsWith("-") ? inner.substring(1) : inner;
		return (inner.endsWith("-") ? inner.substring(0, inner.length() - 1) : inner).strip();
	}

	/**
	 * Converts the templates of a text.
	 * @throws Unsupported when the value is not a text
	 */
	public static Converted converted(Draft draft, KestraSource value) {
		Notes.Place at = new Notes.Place(value.line(), draft.place().path());
		return TemplateConverter.convert(literal(value), draft.references(at));
	}

	/** A text that nobody renders. */
	public static String verbatim(Draft draft, KestraSource value) {
		return literal(value);
	}

	/** A text without templates. */
	public static String fixed(Draft draft, KestraSource value) {
		String text = literal(value);
		if (TemplateConverter.isTemplated(text)) {
			throw new Unsupported("a template cannot stand here", "write the value itself");
		}
		return text;
	}

	/**
	 * The text of a scalar, whether it has templates or not.
	 * @throws Unsupported for a list or a map, and when YAML 1.1 and 1.2 read it
	 * differently
	 */
	public static String literal(KestraSource value) {
		if (!(value instanceof KestraSource.Scalar scalar)) {
			throw new Unsupported("it is not a text", "write it as a text");
		}
		if (scalar.ambiguous()) {
			throw new Unsupported("'%s' is not the same in YAML 1.1 and 1.2".formatted(scalar.text()),
					"put it in quotes, or write true, false or the number");
		}
		return scalar.text();
	}

	/**
	 * A duration in ISO-8601, as text.
	 * @throws Unsupported for any other value
	 */
	public static Object duration(Draft draft, KestraSource value) {
		String text = fixed(draft, value);
		try {
			Duration.parse(text);
			return text;
		}
		catch (DateTimeException ex) {
			throw new Unsupported("'%s' is not a duration such as PT30S".formatted(text), "write it in that form");
		}
	}

	/**
	 * A whole number, which may be written as a text of up to nine digits.
	 * @throws Unsupported for any other value
	 */
	public static Object integer(Draft draft, KestraSource value) {
		if (value instanceof KestraSource.Scalar scalar && scalar.value() instanceof Integer number) {
			return number;
		}
		String text = fixed(draft, value);
		if (!text.matches("-?(0|[1-9]\\d{0,8})")) {
			throw new Unsupported("'%s' is not a whole number".formatted(text), "write the number");
		}
		return Integer.valueOf(text);
	}

	/**
	 * A boolean, which may be written in capitals.
	 * @throws Unsupported for any other value
	 */
	public static boolean bool(Draft draft, KestraSource value) {
		String text = fixed(draft, value).toLowerCase(Locale.ROOT);
		if (!text.equals("true") && !text.equals("false")) {
			throw new Unsupported("'%s' is neither true nor false".formatted(text), "write true or false");
		}
		return text.equals("true");
	}

	/** A map of texts, whose keys have no templates. */
	public static Map<String, Object> texts(Draft draft, KestraSource value) {
		Map<String, Object> texts = new LinkedHashMap<>();
		mapping(value).entries().forEach((name, entry) -> {
			keyWithoutTemplate(name);
			if (!entry.isNull()) {
				texts.put(name, exactText(draft, entry.value()));
			}
		});
		return texts;
	}

	/** Any value, each text in it as exact text. */
	public static @Nullable Object structure(Draft draft, KestraSource value) {
		return structure(draft, value, KestraValues::exactText);
	}

	/**
	 * Any value; numbers, booleans and nulls stay as they are.
	 * @param leaf reads the texts, and what YAML 1.1 and 1.2 read differently
	 * @throws Unsupported when the name of a property in it has a template
	 */
	public static @Nullable Object structure(Draft draft, KestraSource value, Reader leaf) {
		if (value instanceof KestraSource.Mapping mapping) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			mapping.entries().forEach((name, entry) -> {
				keyWithoutTemplate(name);
				map.put(name, structure(draft, entry.value(), leaf));
			});
			return map;
		}
		if (value instanceof KestraSource.Sequence sequence) {
			List<@Nullable Object> list = new ArrayList<>();
			sequence.items().forEach((item) -> list.add(structure(draft, item.value(), leaf)));
			return list;
		}
		KestraSource.Scalar scalar = (KestraSource.Scalar) value;
		return (scalar.value() instanceof String || scalar.ambiguous()) ? leaf.read(draft, value) : scalar.value();
	}

	private static void keyWithoutTemplate(String name) {
		if (TemplateConverter.isTemplated(name)) {
			throw new Unsupported("the name '%s' has a template".formatted(name), "write the name itself");
		}
	}

	/**
	 * The value as a map.
	 * @throws Unsupported when it is not one
	 */
	public static KestraSource.Mapping mapping(KestraSource value) {
		if (value instanceof KestraSource.Mapping mapping) {
			return mapping;
		}
		throw new Unsupported("it is not a map", "write it as a map");
	}

	/**
	 * The elements of a list.
	 * @throws Unsupported when the value is not one
	 */
	public static List<KestraSource.Entry> items(KestraSource value) {
		if (value instanceof KestraSource.Sequence sequence) {
			return sequence.items();
		}
		throw new Unsupported("it is not a list", "write it as a list");
	}

	/** The texts of a list, or the one text that stands in its place. */
	public static List<String> list(Draft draft, KestraSource value) {
		if (value instanceof KestraSource.Sequence sequence) {
			return sequence.items().stream().map((item) -> text(draft, item.value())).toList();
		}
		return List.of(text(draft, value));
	}

	/** A value that is one of a few, by the name that Windhover has for it. */
	public static String choice(Draft draft, KestraSource value, Map<String, String> choices) {
		String text = fixed(draft, value);
		String chosen = choices.get(text.toUpperCase(Locale.ROOT));
		if (chosen == null) {
			throw new Unsupported("'%s' is not supported".formatted(text),
					"use one of " + String.join(", ", choices.values().stream().sorted().distinct().toList()));
		}
		return chosen;
	}

	/** Labels without templates, as a map or as a list of maps with a key and a value. */
	public static Map<String, Object> labels(Draft draft, KestraSource value) {
		Map<String, Object> labels = new LinkedHashMap<>();
		if (value instanceof KestraSource.Sequence sequence) {
			sequence.items().forEach((item) -> {
				KestraSource.Mapping label = mapping(item.value());
				KestraSource name = label.get("key");
				KestraSource text = label.get("value");
				if (name == null || text == null) {
					throw new Unsupported("a label has no key or no value", "write labels as a map");
				}
				labels.put(fixed(draft, name), fixed(draft, text));
			});
		}
		else {
			mapping(value).entries().forEach((name, entry) -> labels.put(name, fixed(draft, entry.value())));
		}
		return labels;
	}

	/**
	 * The value, or an empty text for null.
	 */
	public static Object plainOr(@Nullable Object value) {
		return Objects.requireNonNullElse(value, "");
	}

	/**
	 * Reads a value of a property.
	 */
	public interface Reader {

		@Nullable Object read(Draft draft, KestraSource value);

	}

}
