package io.windhover.convert.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.ExpressionConverter.Argument;
import io.windhover.flow.jq.JqException;
import io.windhover.flow.jq.JqProgram;
import org.jspecify.annotations.Nullable;

/**
 * The filters of Kestra.
 */
public final class FilterRules {

	/** Those whose input is a date in whatever form. */
	static final Set<String> DATES = Set.of("date", "dateAdd", "timestamp", "timestampMilli");

	/** Those that fail for null, which most filters give on. */
	static final Set<String> FAILING_ON_NULL = Set.of("date", "dateAdd", "timestamp", "timestampMilli", "distinct",
			"endsWith", "flatten", "keys", "number", "slugify", "startsWith", "substringAfter", "substringAfterLast",
			"substringBefore", "substringBeforeLast", "toJson", "values");

	/** Those whose one argument has another name. */
	private static final Set<String> ONE_ARGUMENT = Set.of("endsWith", "startsWith", "substringAfter",
			"substringAfterLast", "substringBefore", "substringBeforeLast");

	/** Those that are here by the same name and are not the same, and what to do. */
	private static final Map<String, Unsupported> OTHERS = new TreeMap<>(Map.of("fromJson",
			new Unsupported("the filter 'fromJson' is a function in Kestra", "write it as fromJson(…)"), "yaml",
			new Unsupported(
					"the filter 'yaml' writes other quotes and indents here, and no line end after the last line",
					"write it where only what the YAML means counts")));

	static final String ISO = "\"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\"";

	/** The forms of dates that Kestra has names for, as patterns. */
	private static final Map<String, String> FORMATS = Map.of("iso", ISO, "iso_sec", "\"yyyy-MM-dd'T'HH:mm:ssXXX\"",
			"sql", "\"yyyy-MM-dd HH:mm:ss.SSSSSS\"", "sql_seq", "\"yyyy-MM-dd HH:mm:ss\"", "iso_local_date",
			"\"yyyy-MM-dd\"", "iso_local_date_time", "\"yyyy-MM-dd'T'HH:mm:ss\"");

	private static final Pattern WORD = Pattern.compile("[a-z]{4,}|[a-z0-9]+(_[a-z0-9]+)+");

	private static final List<String> DATE_ARGUMENTS = List.of("format", "timeZone", "existingFormat", "locale");

	private static final Pattern PATH = Pattern.compile("\\.[A-Za-z_]\\w*|\\.?\\[\\d+]");

	/** Those that are the same on both sides, with what they come to. */
	private static final Map<String, Kind> SAME = new TreeMap<>(Map.ofEntries(Map.entry("abbreviate", Kind.TEXT),
			Map.entry("abs", Kind.SCALAR), Map.entry("base64decode", Kind.TEXT), Map.entry("base64encode", Kind.TEXT),
			Map.entry("capitalize", Kind.TEXT), Map.entry("default", Kind.ANY), Map.entry("distinct", Kind.ANY),
			Map.entry("endsWith", Kind.TRUTH), Map.entry("escape", Kind.TEXT), Map.entry("first", Kind.ANY),
			Map.entry("flatten", Kind.ANY), Map.entry("format", Kind.TEXT), Map.entry("join", Kind.TEXT),
			Map.entry("json", Kind.TEXT), Map.entry("keys", Kind.ANY), Map.entry("last", Kind.ANY),
			Map.entry("length", Kind.SCALAR), Map.entry("lower", Kind.TEXT), Map.entry("merge", Kind.ANY),
			Map.entry("nl2br", Kind.TEXT), Map.entry("number", Kind.SCALAR), Map.entry("numberformat", Kind.TEXT),
			Map.entry("raw", Kind.TEXT), Map.entry("replace", Kind.TEXT), Map.entry("reverse", Kind.ANY),
			Map.entry("rsort", Kind.ANY), Map.entry("sha256", Kind.TEXT), Map.entry("slice", Kind.ANY),
			Map.entry("slugify", Kind.TEXT), Map.entry("sort", Kind.ANY), Map.entry("split", Kind.ANY),
			Map.entry("startsWith", Kind.TRUTH), Map.entry("substringAfter", Kind.TEXT),
			Map.entry("substringAfterLast", Kind.TEXT), Map.entry("substringBefore", Kind.TEXT),
			Map.entry("substringBeforeLast", Kind.TEXT), Map.entry("title", Kind.TEXT), Map.entry("toJson", Kind.TEXT),
			Map.entry("trim", Kind.TEXT), Map.entry("upper", Kind.TEXT), Map.entry("urlencode", Kind.TEXT),
			Map.entry("values", Kind.ANY)));

	private FilterRules() {
	}

	/** The names of all that are converted. */
	public static Set<String> names() {
		Set<String> names = new TreeSet<>(SAME.keySet());
		names.addAll(DATES);
		names.addAll(List.of("jq", "jsonEncode"));
		return names;
	}

	/** Those that are not converted though they are here by the same name. */
	public static Map<String, Unsupported> others() {
		return OTHERS;
	}

	/**
	 * Converts the use of a filter.
	 * @param bar what stands before its name
	 * @param dated whether a filter of dates works on the result
	 */
	static Converted convert(Converted value, String bar, String name, List<Argument> arguments, boolean dated) {
		String input = value.exact() + bar;
		return switch (name) {
			case "default" ->
				new Converted(value.text() + bar + name + written(arguments), Kind.ANY, null, null, value.typed());
			case "date" -> Converted.of(input + "date(" + dateArguments(arguments, ISO) + ")", Kind.TEXT);
			case "dateAdd" -> dateAdd(input, arguments, dated);
			case "timestamp", "timestampMilli" -> Converted.of(input + plain(name, arguments, 0), Kind.SCALAR);
			case "replace" -> Converted.of(input + plain(name, arguments, 1), Kind.TEXT);
			case "jsonEncode" -> Converted.of(input + plain("json", arguments, 0), Kind.TEXT);
			case "number" -> Converted.of(input + number(arguments), Kind.SCALAR);
			default -> same(input, name, arguments);
		};
	}

	private static Converted same(String input, String name, List<Argument> arguments) {
		Kind kind = SAME.get(name);
		if (kind == null) {
			Unsupported other = OTHERS.get(name);
			throw (other != null) ? other : new Unsupported("the filter '%s' is not supported".formatted(name),
					"use another filter, or compute the value in a task");
		}
		return Converted.of(
				input + (ONE_ARGUMENT.contains(name) ? plain(name, inOrder(arguments), 1) : name + written(arguments)),
				kind);
	}

	private static String written(List<Argument> arguments) {
		return arguments.isEmpty() ? ""
				: arguments.stream().map(Argument::written).collect(Collectors.joining(",", "(", ")"));
	}

	private static List<Argument> inOrder(List<Argument> arguments) {
		return arguments.stream().map((each) -> new Argument(null, "", each.value())).toList();
	}

	private static String plain(String name, List<Argument> arguments, int most) {
		if (arguments.size() > most) {
			throw new Unsupported("the filter '%s' has no further arguments".formatted(name),
					"compute the value in a task");
		}
		return name + written(arguments);
	}

	private static String number(List<Argument> arguments) {
		String type = arguments.isEmpty() ? "INT" : arguments.get(0).value().literal();
		if (type == null || !Set.of("INT", "LONG", "FLOAT", "DOUBLE").contains(type)) {
			throw new Unsupported("the filter 'number' makes INT, LONG, FLOAT or DOUBLE only", "use one of these");
		}
		return plain("number", inOrder(arguments), 1);
	}

	private static Converted dateAdd(String input, List<Argument> arguments, boolean dated) {
		if (arguments.size() < 2 || arguments.subList(0, 2).stream().anyMatch((each) -> each.name() != null)) {
			throw new Unsupported("the arguments of 'dateAdd' are not an amount and a unit", "write it by hand");
		}
		String added = input + "dateAdd" + written(arguments.subList(0, 2));
		List<Argument> form = arguments.subList(2, arguments.size());
		if (form.stream().anyMatch((each) -> !"format".equals(each.name()) && !"timeZone".equals(each.name()))) {
			throw new Unsupported("'dateAdd' has an amount and a unit only", "put the filter 'date' before it");
		}
		boolean plain = dated && form.isEmpty();
		return Converted.of(plain ? added : added + " | date(" + dateArguments(form, ISO) + ")", Kind.TEXT);
	}

	/**
	 * The arguments of what formats a date, which have another order in Kestra.
	 * @param otherwise the pattern where none is given
	 */
	static String dateArguments(List<Argument> arguments, String otherwise) {
		Map<String, Converted> byName = new LinkedHashMap<>();
		for (int i = 0; i < arguments.size(); i++) {
			Argument argument = arguments.get(i);
			byName.put((argument.name() != null) ? argument.name() : DATE_ARGUMENTS.get(Math.min(i, 3)),
					argument.value());
		}
		if (byName.containsKey("locale") || !DATE_ARGUMENTS.containsAll(byName.keySet())) {
			throw new Unsupported("dates are written in English only", "leave out the locale");
		}
		StringBuilder text = new StringBuilder(format(byName.get("format"), otherwise));
		for (String name : List.of("existingFormat", "timeZone")) {
			Converted value = byName.get(name);
			if (value != null) {
				String pattern = name.equals("timeZone") ? value.exact().strip() : format(value, otherwise);
				text.append(", ").append(name).append('=').append(pattern);
			}
		}
		return text.toString();
	}

	private static String format(@Nullable Converted format, String otherwise) {
		if (format == null) {
			return otherwise;
		}
		String named = (format.literal() != null) ? FORMATS.get(format.literal()) : null;
		if (named == null && format.literal() != null && WORD.matcher(format.literal()).matches()
				&& !format.literal().matches("y+|u+")) {
			throw new Unsupported("the form of dates '%s' is not supported".formatted(format.literal()),
					"give a pattern such as yyyy-MM-dd");
		}
		return (named != null) ? named : format.exact().strip();
	}

	/** The first result of a simple path is what the path leads to. */
	static Converted jq(Converted value, String bar, List<Argument> arguments, boolean first) {
		String program = (arguments.size() == 1) ? arguments.get(0).value().literal() : null;
		if (program == null) {
			throw new Unsupported("the program of 'jq' is not written out", "write it as one text");
		}
		String path = first ? path(program) : null;
		String input = value.text().strip();
		if (path == null || !input.matches("[\\w.\\[\\]'()]+")) {
			requireProgram(program);
			return Converted.of(value.exact() + bar + "jq" + written(inOrder(arguments)) + (first ? " | first" : ""),
					Kind.ANY);
		}
		String space = value.text().substring(0, value.text().length() - value.text().stripLeading().length());
		boolean text = value.kind() == Kind.TEXT && !value.typed();
		return Converted.of(space + (text ? "fromJson(" + input + ")" : input) + path, Kind.ANY);
	}

	/** Null for a program that is more than a path. */
	private static @Nullable String path(String program) {
		StringBuilder path = new StringBuilder();
		Matcher step = PATH.matcher(program);
		int end = program.equals(".") ? 1 : 0;
		while (step.find() && step.start() == end) {
			path.append(step.group().replace(".[", "["));
			end = step.end();
		}
		return (end < program.length()) ? null : path.toString();
	}

	private static void requireProgram(String program) {
		try {
			JqProgram.of(program);
		}
		catch (JqException ex) {
			throw new Unsupported("the program of 'jq' is not supported: " + ex.getMessage(),
					"write it with what flows.md lists, or compute the value in a task");
		}
	}

}
