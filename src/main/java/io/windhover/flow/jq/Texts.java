package io.windhover.flow.jq;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import io.windhover.flow.value.BoundedPattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions of texts. Positions count code points, as everywhere in jq.
 */
final class Texts {

	/** A group that captures, with its name, after what is not one. */
	private static final Pattern GROUP = Pattern
		.compile("\\\\.|\\[(?:\\\\.|[^\\]])+]|\\((?:\\?<([A-Za-z][A-Za-z0-9]*)>|(?!\\?))", Pattern.DOTALL);

	private static final int REPLACEMENT = 0xFFFD;

	private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-";

	private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	private static final int BASE32_BITS = 5;

	private static final HexFormat HEXADECIMAL = HexFormat.of().withUpperCase();

	private Texts() {
	}

	static void addTo(Functions functions) {
		functions.value("utf8bytelength/0",
				(run, input, values) -> text(input).getBytes(StandardCharsets.UTF_8).length);
		functions.value("startswith/1",
				(run, input, values) -> both("startswith", input, values.get(0)).startsWith(text(values.get(0))));
		functions.value("endswith/1",
				(run, input, values) -> both("endswith", input, values.get(0)).endsWith(text(values.get(0))));
		functions.value("ltrimstr/1",
				(run, input, values) -> (input instanceof String text && values.get(0) instanceof String start
						&& text.startsWith(start)) ? run.made(text.substring(start.length())) : input);
		functions.value("rtrimstr/1",
				(run, input,
						values) -> (input instanceof String text && values.get(0) instanceof String end
								&& !end.isEmpty() && text.endsWith(end))
										? run.made(text.substring(0, text.length() - end.length())) : input);
		change(functions, "trim/0", String::strip);
		change(functions, "ltrim/0", String::stripLeading);
		change(functions, "rtrim/0", String::stripTrailing);
		change(functions, "ascii_downcase/0", (text) -> ascii(text, 'A', 'Z', 'a' - 'A'));
		change(functions, "ascii_upcase/0", (text) -> ascii(text, 'a', 'z', 'A' - 'a'));
		functions.value("explode/0", (run, input, values) -> codePoints(run, text(input)));
		functions.value("implode/0", (run, input, values) -> ofCodePoints(run, Functions.list(input)));
		functions.value("split/1",
				(run, input, values) -> split(run, both("split", input, values.get(0)), text(values.get(0))));
		functions.value("join/1", (run, input, values) -> join(run, Functions.list(input), values.get(0)));
		functions.value("indices/1", (run, input, values) -> indices(run, input, values.get(0)));
		functions.value("_match/2", (run, input, values) -> match(run, input, values.get(0), values.get(1)));
		functions.value("test/2", (run, input, values) -> !match(run, input, values.get(0), values.get(1)).isEmpty());
	}

	private static void change(Functions functions, String signature, UnaryOperator<String> change) {
		functions.value(signature, (run, input, values) -> run.made(change.apply(text(input))));
	}

	static String text(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new JqError(JqValues.named(value) + " is not a string");
	}

	/** The first of two values that must be texts. */
	private static String both(String function, @Nullable Object one, @Nullable Object other) {
		if (one instanceof String text && other instanceof String) {
			return text;
		}
		throw new JqError(function.equals("split") ? "split input and separator must be strings"
				: function + "() requires string inputs");
	}

	private static String ascii(String text, char from, char to, int distance) {
		StringBuilder changed = new StringBuilder(text);
		for (int i = 0; i < text.length(); i++) {
			char each = text.charAt(i);
			if (each >= from && each <= to) {
				changed.setCharAt(i, (char) (each + distance));
			}
		}
		return changed.toString();
	}

	static List<Object> codePoints(JqRun run, String text) {
		run.grow(text.length());
		return text.codePoints().<Object>mapToObj((each) -> each).collect(Collectors.toList());
	}

	static String ofCodePoints(JqRun run, List<?> codePoints) {
		StringBuilder text = new StringBuilder();
		for (Object each : codePoints) {
			run.step();
			if (!(each instanceof Number number)) {
				throw new JqError("Unicode codepoint must be numeric");
			}
			int point = number.intValue();
			boolean isCharacter = Character.isValidCodePoint(point)
					&& (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
			text.appendCodePoint(isCharacter ? point : REPLACEMENT);
			run.length(text.length());
		}
		return run.made(text.toString());
	}

	static List<String> split(JqRun run, String text, String separator) {
		List<String> parts = new ArrayList<>();
		if (separator.isEmpty()) {
			run.grow(text.length());
			text.codePoints().forEach((each) -> parts.add(Character.toString(each)));
			return parts;
		}
		int from = 0;
		for (int at = indexOf(run, text, separator, 0); !text.isEmpty()
				&& at >= 0; at = indexOf(run, text, separator, from)) {
			parts.add(run.made(text.substring(from, at)));
			from = at + separator.length();
		}
		if (!text.isEmpty()) {
			parts.add(run.made(text.substring(from)));
		}
		return parts;
	}

	private static String join(JqRun run, List<?> parts, @Nullable Object separator) {
		StringBuilder joined = new StringBuilder();
		for (int i = 0; i < parts.size(); i++) {
			run.step();
			Object part = JqValues.normal(parts.get(i));
			if (part instanceof List<?> || part instanceof Map<?, ?>) {
				throw new JqError(
						"%s and %s cannot be added".formatted(JqValues.named(joined.toString()), JqValues.named(part)));
			}
			joined.append((i > 0) ? text(separator) : "").append((part != null) ? written(run, part) : "");
			run.length(joined.length());
		}
		return run.made(joined.toString());
	}

	/** In steps that are bounded by the text, however often its start repeats. */
	static int indexOf(JqRun run, String text, String part, int from) {
		for (int at = text.indexOf(part.isEmpty() ? "" : part.substring(0, 1), from); at >= 0; at = text
			.indexOf(part.charAt(0), at + 1)) {
			run.step();
			if (text.startsWith(part, at)) {
				return at;
			}
		}
		return -1;
	}

	/** Where a part begins, also where one overlaps another. */
	static @Nullable Object indices(JqRun run, @Nullable Object value, @Nullable Object part) {
		if (value == null) {
			return null;
		}
		List<Object> found = new ArrayList<>();
		if (value instanceof String text && part instanceof String wanted) {
			int points = 0;
			int counted = 0;
			for (int at = wanted.isEmpty() ? -1 : indexOf(run, text, wanted, 0); at >= 0; at = indexOf(run, text,
					wanted, at + 1)) {
				points += text.codePointCount(counted, at);
				counted = at;
				run.grow(1);
				found.add(points);
			}
			return found;
		}
		if (value instanceof List<?> list) {
			List<?> wanted = (part instanceof List<?> several) ? several : Collections.singletonList(part);
			for (int at = 0; !wanted.isEmpty() && at + wanted.size() <= list.size(); at++) {
				if (isAt(run, list, wanted, at)) {
					run.grow(1);
					found.add(at);
				}
			}
			return found;
		}
		throw new JqError("Cannot determine indices of %s in %s".formatted(JqValues.type(part), JqValues.named(value)));
	}

	private static boolean isAt(JqRun run, List<?> list, List<?> wanted, int at) {
		for (int i = 0; i < wanted.size(); i++) {
			if (!JqValues.equal(run, list.get(at + i), wanted.get(i))) {
				return false;
			}
		}
		return true;
	}

	/** What {@code match} gives, as a list. */
	private static List<Object> match(JqRun run, @Nullable Object input, @Nullable Object pattern,
			@Nullable Object given) {
		if (pattern instanceof List<?> both && !both.isEmpty() && given == null) {
			return match(run, input, JqValues.normal(both.get(0)), (both.size() > 1) ? both.get(1) : null);
		}
		if (!(input instanceof String text) || !(pattern instanceof String expression)) {
			throw new JqError("%s cannot be matched, as it is not a string"
				.formatted(JqValues.named((input instanceof String) ? pattern : input)));
		}
		String flags = (given instanceof String letters) ? letters : "";
		if (!flags.matches("[gimnpsxl]*")) {
			throw new JqError("%s is not a valid modifier string".formatted(flags));
		}
		List<@Nullable String> names = groups(expression);
		List<Object> matches = new ArrayList<>();
		try {
			BoundedPattern.of(embedded(flags) + expression).find(text, flags.contains("g"), run::step, (matcher) -> {
				if (!matcher.group().isEmpty() || !flags.contains("n")) {
					run.grow(4L * (1 + names.size()));
					matches.add(match(run, text, matcher, names));
				}
			});
		}
		catch (PatternSyntaxException ex) {
			throw new JqError("%s (at offset %d) is not a valid regex: %s".formatted(expression, ex.getIndex(),
					ex.getDescription()));
		}
		return matches;
	}

	private static String embedded(String flags) {
		String embedded = (flags.contains("i") ? "i" : "") + (flags.contains("x") ? "x" : "")
				+ (flags.contains("s") || flags.contains("p") ? "s" : "");
		return embedded.isEmpty() ? "" : "(?" + embedded + ")";
	}

	private static Map<String, @Nullable Object> match(JqRun run, String text, Matcher matcher,
			List<@Nullable String> names) {
		Map<String, @Nullable Object> match = group(run, text, matcher, 0);
		List<Object> captures = new ArrayList<>();
		for (int i = 1; i <= matcher.groupCount(); i++) {
			Map<String, @Nullable Object> capture = group(run, text, matcher, i);
			capture.put("name", (i <= names.size()) ? names.get(i - 1) : null);
			captures.add(capture);
		}
		match.put("captures", captures);
		return match;
	}

	private static Map<String, @Nullable Object> group(JqRun run, String text, Matcher matcher, int group) {
		String found = matcher.group(group);
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("offset", (found != null) ? text.codePointCount(0, matcher.start(group)) : -1);
		map.put("length", (found != null) ? found.codePointCount(0, found.length()) : 0);
		map.put("string", (found != null) ? run.made(found) : null);
		return map;
	}

	/** The names of the groups that capture, null for one without. */
	private static List<@Nullable String> groups(String expression) {
		List<@Nullable String> names = new ArrayList<>();
		Matcher group = GROUP.matcher(expression);
		while (group.find()) {
			if (group.group().startsWith("(")) {
				names.add(group.group(1));
			}
		}
		return names;
	}

	/** {@code @csv} and its kin. */
	static String format(JqRun run, String name, @Nullable Object value) {
		return switch (name) {
			case "@json" -> JqValues.json(run, value);
			case "@csv" -> row(run, value, ",", Texts::csv);
			case "@tsv" -> row(run, value, "\t", Texts::tsv);
			case "@sh" ->
				(value instanceof List<?>) ? row(run, value, " ", Texts::quoted) : run.made(quoted(run, value));
			case "@html" -> run.made(html(written(run, value)));
			case "@uri" -> run.made(uri(run, written(run, value)));
			case "@base64" ->
				run.made(Base64.getEncoder().encodeToString(written(run, value).getBytes(StandardCharsets.UTF_8)));
			case "@base64d" -> run.made(decoded(written(run, value)));
			case "@base32" -> run.made(base32(written(run, value).getBytes(StandardCharsets.UTF_8)));
			case "@base32d" -> run.made(base32Decoded(written(run, value)));
			default -> written(run, value);
		};
	}

	private static String written(JqRun run, @Nullable Object value) {
		return (value instanceof String text) ? text : JqValues.json(run, value);
	}

	private static String row(JqRun run, @Nullable Object value, String separator, Cell cell) {
		if (!(value instanceof List<?> list)) {
			throw new JqError("%s cannot be formatted as a row, only an array can be".formatted(JqValues.named(value)));
		}
		StringBuilder row = new StringBuilder();
		for (int i = 0; i < list.size(); i++) {
			row.append((i > 0) ? separator : "").append(cell.of(run, JqValues.normal(list.get(i))));
			run.length(row.length());
		}
		return run.made(row.toString());
	}

	private static String csv(JqRun run, @Nullable Object value) {
		return (value instanceof String text) ? '"' + text.replace("\"", "\"\"") + '"' : cell(run, value, "csv");
	}

	private static String tsv(JqRun run, @Nullable Object value) {
		return (value instanceof String text)
				? text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
				: cell(run, value, "tsv");
	}

	private static String cell(JqRun run, @Nullable Object value, String format) {
		if (value instanceof List<?> || value instanceof Map<?, ?>) {
			throw new JqError("%s is not valid in a %s row".formatted(JqValues.named(value), format));
		}
		return (value == null) ? "" : JqValues.json(run, value);
	}

	private static String quoted(JqRun run, @Nullable Object value) {
		if (value instanceof List<?> || value instanceof Map<?, ?>) {
			throw new JqError("%s can not be escaped for shell".formatted(JqValues.named(value)));
		}
		return (value instanceof String text) ? "'" + text.replace("'", "'\\''") + "'" : JqValues.json(run, value);
	}

	private static String html(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("'", "&#39;")
			.replace("\"", "&quot;");
	}

	private static String uri(JqRun run, String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
			if (UNRESERVED.indexOf(each) >= 0) {
				encoded.append((char) each);
			}
			else {
				run.step();
				encoded.append('%').append(HEXADECIMAL.toHexDigits(each));
			}
		}
		return encoded.toString();
	}

	private static String decoded(String text) {
		try {
			return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new JqError(JqValues.named(text) + " is not valid base64 data");
		}
	}

	/** Five bits for each letter, and eight letters for what is begun of five bytes. */
	private static String base32(byte[] bytes) {
		StringBuilder text = new StringBuilder();
		for (int bit = 0; bit < bytes.length * Byte.SIZE; bit += BASE32_BITS) {
			int at = bit / Byte.SIZE;
			int two = (bytes[at] & 0xFF) << Byte.SIZE | ((at + 1 < bytes.length) ? bytes[at + 1] & 0xFF : 0);
			text.append(BASE32.charAt(two >> (2 * Byte.SIZE - BASE32_BITS - bit % Byte.SIZE) & BASE32.length() - 1));
		}
		return text.append("=".repeat(Math.floorMod(-text.length(), Byte.SIZE))).toString();
	}

	private static String base32Decoded(String text) {
		String letters = text.replaceFirst("=+$", "");
		byte[] bytes = new byte[letters.length() * BASE32_BITS / Byte.SIZE];
		for (int i = 0; i < letters.length(); i++) {
			int value = BASE32.indexOf(letters.charAt(i));
			if (value < 0) {
				throw new JqError(JqValues.named(text) + " is not valid base32 data");
			}
			for (int j = 0; j < BASE32_BITS; j++) {
				int bit = i * BASE32_BITS + j;
				if (bit / Byte.SIZE < bytes.length && (value >> (BASE32_BITS - 1 - j) & 1) == 1) {
					bytes[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
				}
			}
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private interface Cell {

		String of(JqRun run, @Nullable Object value);

	}

}
