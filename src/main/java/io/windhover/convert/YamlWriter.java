package io.windhover.convert;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes plain values as YAML that reads the same by YAML 1.1 and 1.2, with comments.
 */
public final class YamlWriter {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** What needs no quotes, whatever stands around it. */
	private static final Pattern PLAIN = Pattern
		.compile("[A-Za-z_/](?:[A-Za-z0-9_./@()+=?&;$-]|:(?=[^ ])|(?<! ) (?=[^ #]))*(?<![ :])");

	/** Words that are no text. */
	private static final Pattern WORDS = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

	/** What single quotes can hold. */
	private static final Pattern SEEN = Pattern.compile("[ -~\\u00A0-\\u1FFF\\u2030-\\uD7FF]*");

	/** What JSON may have as it is, and YAML may not. */
	private static final Pattern UNSEEN = Pattern.compile("[\\u007F-\\u009F\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF]");

	private static final int LONGEST_LINE = 100;

	private static final int LONGEST_PLAIN = 200;

	private final StringBuilder out = new StringBuilder();

	private YamlWriter() {
	}

	/**
	 * Writes a flow in the order of its map.
	 * @param flow with values that may be {@link Commented}
	 * @param commentsAtTheEnd lines that each begin with #
	 */
	public static String write(Map<String, ?> flow, List<String> commentsAtTheEnd) {
		YamlWriter writer = new YamlWriter();
		writer.map(flow, "", false);
		commentsAtTheEnd.forEach((comment) -> writer.out.append(comment).append('\n'));
		return writer.out.toString();
	}

	private void map(Map<?, ?> map, String indent, boolean started) {
		boolean first = started;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			Object value = entry.getValue();
			if (value instanceof Commented commented && !first) {
				comments(commented.comments(), indent);
			}
			this.out.append(first ? "" : indent).append(scalar(String.valueOf(entry.getKey()))).append(':');
			value(Commented.bare(value), indent);
			first = false;
		}
	}

	private void comments(List<String> comments, String indent) {
		comments.forEach((comment) -> this.out.append(indent).append(comment).append('\n'));
	}

	private void value(@Nullable Object value, String indent) {
		if (value instanceof Map<?, ?> map && !map.isEmpty()) {
			this.out.append('\n');
			map(map, indent + "  ", false);
		}
		else if (value instanceof List<?> list && !isShort(list)) {
			this.out.append('\n');
			list.forEach((each) -> element(each, indent + "  "));
		}
		else {
			this.out.append(' ');
			leaf(value, indent + "  ");
		}
	}

	private void element(@Nullable Object element, String indent) {
		if (element instanceof Commented commented) {
			comments(commented.comments(), indent);
		}
		Object value = Commented.bare(element);
		if (value instanceof Map<?, ?> map && !map.isEmpty()
				&& map.values().iterator().next() instanceof Commented first) {
			comments(first.comments(), indent);
		}
		this.out.append(indent).append("- ");
		if (value instanceof Map<?, ?> map && !map.isEmpty()) {
			map(map, indent + "  ", true);
		}
		else {
			leaf((value instanceof List<?> list) ? new Flow(list) : value, indent + "  ");
		}
	}

	private void leaf(@Nullable Object value, String indent) {
		if (value instanceof String text && text.contains("\n") && isBlock(text)) {
			block(text, indent);
		}
		else {
			this.out.append(flow(value)).append('\n');
		}
	}

	private static boolean isBlock(String text) {
		return !text.startsWith(" ") && !text.startsWith("\n") && !text.startsWith("\t")
				&& text.chars()
					.allMatch((each) -> each == '\n' || each == '\t' || (each >= ' ' && each != 0x7F && each != 0x85
							&& each != 0x2028 && each != 0x2029 && each != 0xFEFF));
	}

	private void block(String text, String indent) {
		int end = text.length();
		while (end > 0 && text.charAt(end - 1) == '\n') {
			end--;
		}
		String body = text.substring(0, end);
		int breaks = text.length() - body.length();
		this.out.append((breaks == 0) ? "|-" : (breaks == 1) ? "|" : "|+").append('\n');
		String all = body + "\n".repeat(Math.max(breaks - 1, 0));
		for (String line : all.split("\n", -1)) {
			this.out.append(line.isEmpty() ? "" : indent + line).append('\n');
		}
	}

	private static boolean isShort(List<?> list) {
		return list.isEmpty()
				|| (list.stream()
					.noneMatch((each) -> each instanceof Map || each instanceof List || each instanceof Commented
							|| (each instanceof String text && text.contains("\n")))
						&& flow(list).length() < LONGEST_LINE);
	}

	private static String flow(@Nullable Object value) {
		if (value instanceof Flow nested) {
			return flow(nested.list());
		}
		if (value instanceof List<?> list) {
			return list.stream().map((each) -> flow(Commented.bare(each))).collect(Collectors.joining(", ", "[", "]"));
		}
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((each) -> scalar(String.valueOf(each.getKey())) + ": " + flow(Commented.bare(each.getValue())))
				.collect(Collectors.joining(", ", "{", "}"));
		}
		return (value instanceof String text) ? scalar(text) : String.valueOf(value);
	}

	private static String scalar(String text) {
		boolean plain = text.length() <= LONGEST_PLAIN && PLAIN.matcher(text).matches()
				&& !WORDS.matcher(text).matches();
		if (plain) {
			return text;
		}
		if (text.contains("\"") && !text.contains("'") && SEEN.matcher(text).matches()) {
			return "'" + text + "'";
		}
		return UNSEEN.matcher(JSON.writeValueAsString(text))
			.replaceAll((found) -> "\\\\u%04X".formatted((int) found.group().charAt(0)));
	}

	/** A list within a list, which is written in one line. */
	private record Flow(List<?> list) {
	}

}
