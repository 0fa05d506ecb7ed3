package io.windhover.worker.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement as JDBC takes it.
 *
 * @param field of the configuration, for messages
 * @param places of its parameters in their order: their names, or ? where they have none
 */
record SqlText(String field, String sql, List<String> places) {

	static final String MARK = "?";

	// what is not closed reaches to the end, so that each character is looked at once
	private static final Pattern TOKEN = Pattern.compile("""
			'[^']*+(?:'|\\z)\
			|"[^"]*+(?:"|\\z)\
			|`[^`]*+(?:`|\\z)\
			|--[^\\n]*+\
			|/\\*(?s:.*?)(?:\\*/|\\z)\
			|\\$(?<tag>(?:[A-Za-z_]\\w*+)?)\\$(?s:.*?)(?:\\$\\k<tag>\\$|\\z)\
			|::\
			|(?<escaped>\\\\:)\
			|:(?<name>[A-Za-z_]\\w*+)\
			|(?<operator>\\?\\?)\
			|(?<mark>\\?)\
			|(?<end>;)(?<last>(?:\\s++|--[^\\n]*+|/\\*(?s:.*?)\\*/)*+\\z)?\
			|\\b(?<block>(?i:begin|declare))\\b(?!\\s*(?i:;|transaction|tran\\b|work|immediate|deferred|exclusive))""");

	private static final Pattern SELECT = Pattern
		.compile("(?is)(?:\\s++|--[^\\n]*+|/\\*.*?\\*/)*+select\\b(?!.*\\binto\\b).*");

	/**
	 * Reads a statement.
	 * @throws IllegalArgumentException when there are several
	 */
	static SqlText of(String field, String query) {
		SqlText text = read(field, query, "??");
		// only a statement with parameters has the operator ? escaped
		return text.places.isEmpty() ? read(field, query, MARK) : text;
	}

	private static SqlText read(String field, String query, String operator) {
		List<String> places = new ArrayList<>();
		StringBuilder sql = new StringBuilder();
		Matcher matcher = TOKEN.matcher(query);
		boolean block = false;
		while (matcher.find()) {
			block |= matcher.group("block") != null;
			if (matcher.group("end") != null && !block && matcher.group("last") == null) {
				throw new IllegalArgumentException(
						field + " has several statements; put those that come first under 'before'");
			}
			matcher.appendReplacement(sql,
					Matcher.quoteReplacement(replacement(matcher.toMatchResult(), matcher, operator, block, places)));
		}
		matcher.appendTail(sql);
		return new SqlText(field, sql.toString(), List.copyOf(places));
	}

	private static String replacement(MatchResult token, Matcher groups, String operator, boolean block,
			List<String> places) {
		String name = groups.group("name");
		if (name != null || groups.group("mark") != null) {
			places.add((name != null) ? name : MARK);
			return MARK;
		}
		if (groups.group("operator") != null) {
			return operator;
		}
		if (groups.group("escaped") != null) {
			return ":";
		}
		// Oracle takes it only after a block
		return (groups.group("end") != null && !block) ? "" : token.group();
	}

	/** Whether it does nothing but read. */
	boolean isSelect() {
		return SELECT.matcher(this.sql).matches();
	}

	boolean isNamed() {
		return this.places.stream().anyMatch((each) -> !each.equals(MARK));
	}

}
