package io.windhover.flow.reading;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the templates of a task may name.
 *
 * @param inputs that the flow declares
 * @param variables that the flow has
 * @param earlier ids of the tasks whose outputs are there when it runs
 * @param all ids of all tasks of the flow
 * @param around variables that are there because of what is around it
 */
record Names(Set<String> inputs, Set<String> variables, Set<String> earlier, Set<String> all, Set<String> around) {

	Names {
		earlier = Set.copyOf(earlier);
	}

	/**
	 * What stands behind more tasks.
	 */
	Names after(Set<String> ids) {
		Set<String> more = new LinkedHashSet<>(this.earlier);
		more.addAll(ids);
		return new Names(this.inputs, this.variables, more, this.all, this.around);
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
	Names handling() {
		return within(RootVariables.OF_HANDLERS);
	}

	private Names within(Set<String> variables) {
		Set<String> more = new LinkedHashSet<>(this.around);
		more.addAll(variables);
		return new Names(this.inputs, this.variables, this.earlier, this.all, more);
	}

	/**
	 * The ids of all tasks in the values of a flow, however deep, also of those that are
	 * wrong in another way.
	 */
	static Set<String> tasks(Object value) {
		Set<String> ids = new LinkedHashSet<>();
		collect(value, ids);
		return ids;
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
