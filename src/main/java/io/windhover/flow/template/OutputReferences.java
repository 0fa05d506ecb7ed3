package io.windhover.flow.template;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which outputs the templates of a configuration name, so that a job carries no others.
 *
 * @param all whether they may name any, because a name is computed
 * @param tasks ids of the tasks whose outputs are named
 */
public record OutputReferences(boolean all, Set<String> tasks) {

	private static final NamedReferences REFERENCES = new NamedReferences("outputs");

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
			all = REFERENCES.collect(text, tasks);
		}
		return all;
	}

}
