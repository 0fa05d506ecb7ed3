package io.windhover.monitoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * Puts values in the place of a dashboard's variables, as Grafana does before it asks.
 *
 * @param values by name; Grafana's own are there, too
 */
public record Variables(Map<String, String> values) {

	private static final Pattern REFERENCE = Pattern
		.compile("\\$\\{(?<braces>[A-Za-z_]\\w*)(?:[.:][^}]*)?}|\\$(?<plain>[A-Za-z_]\\w*)|\\[\\[(?<brackets>\\w+)]]");

	/**
	 * Grafana's own, as for a panel that shows a quarter of an hour in steps of fifteen
	 * seconds.
	 */
	private static final Map<String, String> OWN = Map.of("__interval", "15s", "__rate_interval", "1m", "__interval_ms",
			"15000", "__rate_interval_ms", "60000", "__range", "15m", "__range_s", "900", "__range_ms", "900000",
			"__all", ".*");

	/**
	 * Those of a dashboard, with all values for those that have several, and else with
	 * the value that is set in the file.
	 */
	public static Variables of(JsonNode dashboard) {
		Map<String, String> values = new LinkedHashMap<>(OWN);
		for (JsonNode variable : dashboard.at("/templating/list")) {
			values.put(variable.get("name").asString(), value(variable));
		}
		return new Variables(values);
	}

	private static String value(JsonNode variable) {
		JsonNode current = variable.at("/current/value");
		String type = variable.path("type").asString("");
		if (type.equals("query") || current.isMissingNode() || current.isArray()
				|| current.asString("").equals("$__all")) {
			boolean isList = Set.of("custom", "interval").contains(type);
			return isList ? variable.path("query").asString("").split(",", -1)[0].strip() : ".*";
		}
		return current.asString("");
	}

	/**
	 * The same with other values for some.
	 */
	public Variables with(Map<String, String> others) {
		Map<String, String> all = new LinkedHashMap<>(this.values);
		all.putAll(others);
		return new Variables(all);
	}

	/**
	 * Replaces those that there are, and leaves others as they stand.
	 */
	public String substitute(String text) {
		return REFERENCE.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(this.values.getOrDefault(name(found), found.group())));
	}

	/**
	 * The names in a text that are no variables.
	 */
	Set<String> unknown(String text) {
		Set<String> unknown = new TreeSet<>();
		REFERENCE.matcher(text).results().map(Variables::name).forEach(unknown::add);
		unknown.removeAll(this.values.keySet());
		return unknown;
	}

	private static String name(MatchResult found) {
		for (int group = 1; group <= found.groupCount(); group++) {
			if (found.group(group) != null) {
				return found.group(group);
			}
		}
		throw new IllegalStateException(found.group());
	}

}
