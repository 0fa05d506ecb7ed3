package io.windhover.flow.template;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which outputs the templates of a configuration name, so that a job carries no others.
 *
 * @param all whether they may name any, because a name is computed
 * @param tasks ids of the tasks whose outputs are named
 */
public record OutputReferences(boolean all, Set<String> tasks) {

	private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);

	private static final Pattern REFERENCE = Pattern
		.compile("(?<![\\w.])outputs\\b(?:\\s*\\.\\s*([A-Za-z_]\\w*)|\\s*\\[\\s*[\"']([\\w-]+)[\"']\\s*])?");

	/**
	 * Looks through every string of a configuration, however deep.
	 */
	public static OutputReferences in(Map<String, Object> configuration) {
		Set<String> tasks = new TreeSet<>();
		return new OutputReferences(collect(configuration, tasks), tasks);
	}

	private static boolean collect(Object value, Set<String> tasks) {
		boolean all = false;
		if (value instanceof Map<?, ?> map) {
			for (Object each : map.values()) {
				all |= each != null && collect(each, tasks);
			}
		}
		else if (value instanceof Iterable<?> list) {
			for (Object each : list) {
				all |= each != null && collect(each, tasks);
			}
		}
		else if (value instanceof String text) {
			Matcher template = TEMPLATE.matcher(text);
			while (template.find()) {
				all |= references(template.group(), tasks);
			}
		}
		return all;
	}

	private static boolean references(String template, Set<String> tasks) {
		boolean all = false;
		Matcher reference = REFERENCE.matcher(template);
		while (reference.find()) {
			String named = (reference.group(1) != null) ? reference.group(1) : reference.group(2);
			if (named != null) {
				tasks.add(named);
			}
			else {
				all = true;
			}
		}
		return all;
	}

}
