package io.windhover.execution.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code tracestate} as W3C Trace Context has it, and keeps it within what has to
 * be carried.
 */
final class TraceStates {

	/** Characters that anyone has to carry, and that this carries. */
	static final int LONGEST = 512;

	/** Of a member that leaves first where all are too long. */
	private static final int LONG_MEMBER = 128;

	private static final int MOST_MEMBERS = 32;

	/** As long as the longest that is valid, without white space. */
	private static final int MOST_READ = MOST_MEMBERS * (256 + 1 + 256 + 1);

	/** A key, and a value of printable characters that does not end with a space. */
	private static final Pattern MEMBER = Pattern
		.compile("([a-z0-9][a-z0-9_*/@-]{0,255})=[ -+\\--<>-~]{0,255}[!-+\\--<>-~]");

	private TraceStates() {
	}

	/**
	 * What is carried of one: the members in their order, without those that make it too
	 * long. Null where there is none, or it is not valid.
	 */
	static @Nullable String carried(@Nullable String tracestate) {
		if (tracestate == null || tracestate.length() > MOST_READ) {
			return null;
		}
		List<String> members = new ArrayList<>();
		Set<String> keys = new HashSet<>();
		for (String each : tracestate.split(",", -1)) {
			String member = strip(each);
			if (member.isEmpty()) {
				continue;
			}
			if (!MEMBER.matcher(member).matches() || !keys.add(member.substring(0, member.indexOf('=')))) {
				return null;
			}
			members.add(member);
		}
		return (members.isEmpty() || members.size() > MOST_MEMBERS) ? null : shortened(members);
	}

	/** Spaces and tabs alone. */
	private static String strip(String text) {
		int from = 0;
		int to = text.length();
		while (from < to && isBlank(text.charAt(from))) {
			from++;
		}
		while (to > from && isBlank(text.charAt(to - 1))) {
			to--;
		}
		return text.substring(from, to);
	}

	private static boolean isBlank(char letter) {
		return letter == ' ' || letter == '\t';
	}

	private static @Nullable String shortened(List<String> members) {
		if (length(members) > LONGEST) {
			members.removeIf((member) -> member.length() > LONG_MEMBER);
		}
		while (length(members) > LONGEST) {
			members.remove(members.size() - 1);
		}
		return members.isEmpty() ? null : String.join(",", members);
	}

	private static int length(List<String> members) {
		return members.stream().mapToInt(String::length).sum() + members.size() - 1;
	}

}
