package io.windhover.flow.template;

import java.util.List;

/**
 * The functions and filters of templates, those of Pebble included.
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
				function("json", "json(text)", "the same as `fromJson`, by the name that older flows have for it"),
				function("max", "max(values)", "the largest of its arguments"),
				function("min", "min(values)", "the smallest of its arguments"),
				function("now", "now(format, timeZone)", "the time of rendering: ISO-8601 in UTC without arguments"),
				function("range", "range(start, end)", "the whole numbers from start to end, at most 100,000"),
				function("read", "read(address)", "the text of a [file](#files), at most 1 MiB"),
				function("render", "render(text)",
						"a text whose templates are rendered too, without secrets and files"),
				function("secret", "secret(name)", "a [secret](#secrets)"), function("uuid", "uuid()", "a random UUID"),
				function("yaml", "yaml(text)", "the value of a YAML text"),
				filter("abbreviate", "abbreviate(length)", "a text cut to a length, with `...` at its end"),
				filter("abs", "abs", "a number without its sign"),
				filter("base64decode", "base64decode", "the text that a Base64 text stands for"),
				filter("base64encode", "base64encode", "a text in Base64"),
				filter("capitalize", "capitalize", "a text with its first letter in upper case"),
				filter("date", "date(format, existingFormat, timeZone)",
						"a date as text of a `DateTimeFormatter` pattern"),
				filter("dateAdd", "dateAdd(amount, unit)", "a date moved by an amount of a unit, such as `DAYS`"),
				filter("default", "default(value)", "`value` where the input is missing, null or empty"),
				filter("distinct", "distinct", "a list with each of its elements once"),
				filter("endsWith", "endsWith(end)", "whether a text ends with `end`"),
				filter("escape", "escape(strategy)",
						"a text safe within `html` (default), `js`, `css`, `json` or `url_param`"),
				filter("first", "first", "the first element of a list, or letter of a text"),
				filter("flatten", "flatten", "a list with the elements of the lists in it, one level deep"),
				filter("format", "format(values)", "a text with its `%s` and the like filled in, as Java does"),
				filter("fromJson", "fromJson", "the value of a JSON text"),
				filter("join", "join(separator)", "the elements of a list as one text"),
				filter("jq", "jq(program)", "the list of what a program of [jq](#jq) gives; a text is read as JSON"),
				filter("json", "json", "a value as JSON"),
				filter("keys", "keys", "the keys of a map, the indexes of a list"),
				filter("last", "last", "the last element of a list, or letter of a text"),
				filter("length", "length", "the number of elements, keys or letters"),
				filter("lower", "lower", "a text in lower case"),
				filter("merge", "merge(items)", "a list or map with the elements of another at its end"),
				filter("nl2br", "nl2br", "a text with a line break of HTML for each of its own"),
				filter("number", "number(type)", "a text as a number: `INT`, `FLOAT`, or what it looks like"),
				filter("numberformat", "numberformat(format)", "a number as text of a `DecimalFormat` pattern"),
				filter("raw", "raw", "the input as it is"),
				filter("replace", "replace(pairs)", "a text with each key of a map replaced by its value"),
				filter("reverse", "reverse", "a list from its end to its beginning"),
				filter("rsort", "rsort", "a list sorted, the largest first"),
				filter("sha256", "sha256", "the SHA-256 of a text in UTF-8 as 64 hexadecimal digits"),
				filter("slice", "slice(from, to)",
						"a part of a list or text, from the first index to before the second"),
				filter("slugify", "slugify", "a text as lower case letters, digits and dashes, without punctuation"),
				filter("sort", "sort", "a list sorted, the smallest first"),
				filter("split", "split(delimiter, limit)",
						"the parts of a text between what matches a regular expression"),
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
				filter("title", "title", "a text with the first letter of each word in upper case"),
				filter("toJson", "toJson", "a value as JSON"),
				filter("trim", "trim", "a text without white space at both ends"),
				filter("upper", "upper", "a text in upper case"),
				filter("urlencode", "urlencode", "a text as a part of an address"),
				filter("values", "values", "the values of a map"), filter("yaml", "yaml", "a value as YAML"));
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
