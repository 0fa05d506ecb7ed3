package io.windhover.flow.reading.task;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.windhover.flow.reading.section.RootVariables;

/**
 * What the templates of a task may name.
 *
 * @param inputs that the flow declares
 * @param variables that the flow has
 * @param earlier ids of the tasks whose outputs are there when it runs
 * @param all ids of all tasks of the flow
 * @param around variables that are there because of what is around it
 * @param metrics the names of what tasks may publish, by the ids of those that a worker
 * runs
 * @param handedOut the ids of the tasks in others whose outputs are there after these
 */
public record Names(Set<String> inputs, Set<String> variables, Set<String> earlier, Set<String> all, Set<String> around,
		Map<String, Set<String>> metrics, HandedOutTasks handedOut) {

	public static final Names NONE = new Names(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Map.of(),
			HandedOutTasks.NONE);

	public Names {
		earlier = Set.copyOf(earlier);
	}

	/**
	 * What stands behind more tasks.
	 */
	public Names after(Set<String> ids) {
		Set<String> more = new LinkedHashSet<>(this.earlier);
		more.addAll(ids);
		return new Names(this.inputs, this.variables, more, this.all, this.around, this.metrics, this.handedOut);
	}

	/**
	 * What stands in a loop.
	 */
	Names repeated() {
		return within(RootVariables.OF_LOOPS);
	}

	/**
	 * What stands in {@code errors} or {@code finally}.
	 */
	public Names handling() {
		return within(RootVariables.OF_HANDLERS);
	}

	private Names within(Set<String> variables) {
		Set<String> more = new LinkedHashSet<>(this.around);
		more.addAll(variables);
		return new Names(this.inputs, this.variables, this.earlier, this.all, more, this.metrics, this.handedOut);
	}

	/**
	 * The ids of all tasks in the values of a flow, however deep, also of those that are
	 * wrong in another way.
	 */
	public static Set<String> tasks(Object value) {
		Set<String> ids = new LinkedHashSet<>();
		collect(value, ids);
		return ids;
	}

	/**
	 * The names of what the tasks in the values of a flow may publish, by their ids.
	 * @param types those that a worker runs, with what they publish
	 */
	public static Map<String, Set<String>> metrics(Object value, Map<String, Set<String>> types) {
		Map<String, Set<String>> metrics = new HashMap<>();
		collectMetrics(value, types, metrics);
		return metrics;
	}

	private static void collectMetrics(Object value, Map<String, Set<String>> types, Map<String, Set<String>> metrics) {
		if (value instanceof Map<?, ?> map) {
			Set<String> names = types.get(String.valueOf(map.get("type")));
			if (map.get("id") instanceof String id && names != null) {
				metrics.computeIfAbsent(id, (key) -> new TreeSet<>()).addAll(names);
			}
			map.values().forEach((each) -> collectMetrics(each, types, metrics));
		}
		else if (value instanceof List<?> list) {
			list.forEach((each) -> collectMetrics(each, types, metrics));
		}
	}

	private static void collect(Object value, Set<String> ids) {
		if (value instanceof Map<?, ?> map) {
			if (map.get("id") instanceof String id) {
				ids.add(id);
			}
			map.values().forEach((each) -> collect(each, ids));
		}
		else if (value instanceof List<?> list) {
			list.forEach((each) -> collect(each, ids));
		}
	}

}
