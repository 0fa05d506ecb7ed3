package io.windhover.flow.template.function;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.pebbletemplates.pebble.extension.Filter;
import io.windhover.flow.jq.JqProgram;
import io.windhover.flow.template.budget.JsonFilter;
import io.windhover.flow.template.budget.RenderBudget;
import io.windhover.flow.value.Excerpt;
import io.windhover.flow.value.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The filters of texts, lists and maps.
 */
public final class ValueFilters {

	private static final int MOST_PROGRAMS = 200;

	private final Map<String, Filter> filters = new HashMap<>();

	private final RecentlyCompiled<JqProgram> programs = new RecentlyCompiled<>(MOST_PROGRAMS, JqProgram::of);

	private ValueFilters() {
	}

	/**
	 * All filters by name, with those of dates, in a new map.
	 */
	public static Map<String, Filter> all() {
		ValueFilters all = new ValueFilters();
		all.addTexts();
		all.addStructures();
		DateFilters.addTo(all.filters);
		return all.filters;
	}

	private void addTexts() {
		add("startsWith", List.of("start"), (input, arguments) -> input.toString().startsWith(arguments.text("start")));
		add("endsWith", List.of("end"), (input, arguments) -> input.toString().endsWith(arguments.text("end")));
		cut("substringBefore", false, (text, at, length) -> (at >= 0) ? text.substring(0, at) : text);
		cut("substringAfter", false, (text, at, length) -> (at >= 0) ? text.substring(at + length) : "");
		cut("substringBeforeLast", true, (text, at, length) -> (at >= 0) ? text.substring(0, at) : text);
		cut("substringAfterLast", true, (text, at, length) -> (at >= 0) ? text.substring(at + length) : "");
		add("slugify", List.of(), (input, arguments) -> slug(input.toString()));
		add("number", List.of("type"),
				(input, arguments) -> number(input.toString().strip(), arguments.optional("type")));
		add("fromJson", List.of(), (input, arguments) -> Structures.fromJson(input.toString()));
	}

	private void cut(String name, boolean last, Cut cut) {
		add(name, List.of("separator"), (input, arguments) -> {
			String text = input.toString();
			String separator = arguments.text("separator");
			RenderBudget.current().product(text, separator);
			return cut.apply(text, last ? text.lastIndexOf(separator) : text.indexOf(separator), separator.length());
		});
	}

	private void addStructures() {
		add("keys", List.of(), (input, arguments) -> (input instanceof Map<?, ?> map) ? new ArrayList<>(map.keySet())
				: IntStream.range(0, list("keys", input).size()).boxed().toList());
		add("values", List.of(), (input, arguments) -> {
			if (input instanceof Map<?, ?> map) {
				return new ArrayList<>(map.values());
			}
			throw new IllegalArgumentException("'values' works on a map only");
		});
		add("flatten", List.of(), (input, arguments) -> {
			List<@Nullable Object> flat = new ArrayList<>();
			list("flatten", input).forEach((each) -> {
				if (each instanceof Collection<?> inner) {
					flat.addAll(inner);
				}
				else {
					flat.add(each);
				}
			});
			return flat;
		});
		add("distinct", List.of(), (input, arguments) -> new ArrayList<>(new LinkedHashSet<>(list("distinct", input))));
		add("toJson", List.of(), (input, arguments) -> JsonFilter.json(input));
		add("jq", List.of("program"), (input, arguments) -> this.programs.get(arguments.text("program"))
			.run((input instanceof String text) ? Structures.fromJson(text) : input, RenderBudget.current()));
		add("yaml", List.of(), (input, arguments) -> Structures.toYaml(input));
	}

	private void add(String name, List<String> argumentNames, ValueFilter.Body body) {
		this.filters.put(name, ValueFilter.of(name, argumentNames, body));
	}

	private static Collection<?> list(String filter, Object input) {
		if (input instanceof Collection<?> list) {
			return list;
		}
		throw new IllegalArgumentException(
				"'%s' does not work on %s".formatted(filter, (input instanceof Map) ? "a map" : "a single value"));
	}

	/** As Kestra and Django have it: what is no letter, digit or space leaves nothing. */
	private static String slug(String text) {
		return Normalizer.normalize(text.replaceAll("\\s", "-"), Normalizer.Form.NFD)
			.replaceAll("[^\\w-]", "")
			.replaceAll("[_-]+", "-")
			.replaceAll("^-|-$", "")
			.toLowerCase(Locale.ROOT);
	}

	private static Number number(String text, @Nullable String type) {
		String kind = (type != null) ? type.toUpperCase(Locale.ROOT) : "";
		try {
			Numbers.parseable(text);
			return switch (kind) {
				case "INT", "LONG" -> Numbers.whole(text);
				case "FLOAT", "DOUBLE" -> Numbers.finite(text);
				case "" -> text.matches("[+-]?\\d+") ? Numbers.whole(text) : Numbers.finite(text);
				default ->
					throw new IllegalArgumentException("'%s' is not a type of number: INT or FLOAT".formatted(type));
			};
		}
		catch (NumberFormatException | ArithmeticException ex) {
			String problem = (ex instanceof Numbers.TooLargeException) ? "is too large for a number"
					: "is not a number";
			throw new IllegalArgumentException(
					"'%s' %s%s".formatted(Excerpt.of(text), problem, kind.isEmpty() ? "" : " of type " + kind), ex);
		}
	}

	private interface Cut {

		String apply(String text, int at, int length);

	}

}
