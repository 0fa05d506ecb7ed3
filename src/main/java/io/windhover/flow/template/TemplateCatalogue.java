package io.windhover.flow.template;

import java.util.List;

/**
 * The functions and filters that our templates have beyond Pebble's own.
 */
public final class TemplateCatalogue {

	private TemplateCatalogue() {
	}

	/**
	 * All of them, functions first, by name.
	 */
	public static List<Entry> entries() {
		return List.of(
				function("env", "env(name)", "an environment variable that `windhover.templates.environment` allows"),
				function("fromJson", "fromJson(text)", "the value of a JSON text"),
				function("now", "now(format, timeZone)", "the time of rendering: ISO-8601 in UTC without arguments"),
				function("range", "range(start, end)", "the whole numbers from start to end, at most 100,000"),
				function("read", "read(address)", "the text of a [file](#files), at most 1 MiB"),
				function("render", "render(text)",
						"a text whose templates are rendered too, without secrets and files"),
				function("secret", "secret(name)", "a [secret](#secrets)"), function("uuid", "uuid()", "a random UUID"),
				function("yaml", "yaml(text)", "the value of a YAML text"),
				filter("date", "date(format, existingFormat, timeZone)",
						"a date as text of a `DateTimeFormatter` pattern"),
				filter("dateAdd", "dateAdd(amount, unit)", "a date moved by an amount of a unit, such as `DAYS`"),
				filter("distinct", "distinct", "a list with each of its elements once"),
				filter("endsWith", "endsWith(end)", "whether a text ends with `end`"),
				filter("flatten", "flatten", "a list with the elements of the lists in it, one level deep"),
				filter("fromJson", "fromJson", "the value of a JSON text"), filter("json", "json", "a value as JSON"),
				filter("jq", "jq(program)", "the list of what a program of [jq](#jq) gives; a text is read as JSON"),
				filter("keys", "keys", "the keys of a map, the indexes of a list"),
				filter("number", "number(type)", "a text as a number: `INT`, `FLOAT`, or what it looks like"),
				filter("slugify", "slugify", "a text as lower case letters, digits and dashes"),
				filter("startsWith", "startsWith(start)", "whether a text starts with `start`"),
				filter("substringAfter", "substringAfter(separator)",
						"the text after the first separator, or an empty text"),
				filter("substringAfterLast", "substringAfterLast(separator)",
						"the text after the last separator, or an empty text"),
				filter("substringBefore", "substringBefore(separator)",
						"the text before the first separator, or all of it"),
				filter("substringBeforeLast", "substringBeforeLast(separator)",
						"the text before the last separator, or all of it"),
				filter("timestamp", "timestamp", "a date as seconds since 1970"),
				filter("timestampMilli", "timestampMilli", "a date as milliseconds since 1970"),
				filter("toJson", "toJson", "a value as JSON"), filter("values", "values", "the values of a map"),
				filter("yaml", "yaml", "a value as YAML"));
	}

	/** The names of one kind, as the engine knows them. */
	static List<String> names(Kind kind) {
		return entries().stream().filter((each) -> each.kind() == kind).map(Entry::name).toList();
	}

	private static Entry function(String name, String usage, String gives) {
		return new Entry(Kind.FUNCTION, name, usage, gives);
	}

	private static Entry filter(String name, String usage, String gives) {
		return new Entry(Kind.FILTER, name, usage, gives);
	}

	/** How a template uses it. */
	public enum Kind {

		FUNCTION, FILTER

	}

	/**
	 * One of them.
	 *
	 * @param usage with its arguments
	 * @param gives what it comes to
	 */
	public record Entry(Kind kind, String name, String usage, String gives) {
	}

}
