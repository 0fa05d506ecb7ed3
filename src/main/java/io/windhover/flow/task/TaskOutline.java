package io.windhover.flow.task;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A task with those in it, as far as it matters whose outputs are seen after it: the list
 * around a task sees those in it by their ids, where it hands them out and no other task
 * could be meant.
 */
public final class TaskOutline {

	private final String id;

	private final boolean handsOut;

	private final List<TaskOutline> inside;

	/** How many tasks have an id, of those that are seen in the list of this one. */
	private final Map<String, Integer> ids = new HashMap<>();

	private Set<String> handedOut = Set.of();

	/**
	 * Of a task, or of a flow.
	 * @param handsOut whether what is in it is seen after it; a loop keeps that for its
	 * list
	 * @param inside the tasks of all its lists
	 */
	public TaskOutline(String id, boolean handsOut, List<TaskOutline> inside) {
		this.id = id;
		this.handsOut = handsOut;
		this.inside = inside;
	}

	/** Finds what each task of a flow hands out. */
	public void resolve() {
		resolve(null);
	}

	private void resolve(@Nullable Around around) {
		Around here = new Around(this.inside.stream().map((each) -> each.id).collect(Collectors.toSet()), around);
		for (TaskOutline each : this.inside) {
			each.resolve(here);
			this.ids.merge(each.id, 1, Integer::sum);
			if (each.handsOut) {
				each.ids.forEach((inner, count) -> this.ids.merge(inner, count, Integer::sum));
			}
		}
		this.inside.stream()
			.filter((each) -> each.handsOut)
			.forEach((each) -> each.handedOut = each.ids.keySet()
				.stream()
				.filter((inner) -> Integer.valueOf(1).equals(this.ids.get(inner)) && !here.has(inner))
				.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	/** The ids of the tasks in it that are seen in the list around it. */
	public Set<String> handedOut() {
		return this.handedOut;
	}

	/** The tasks of all its lists. */
	public List<TaskOutline> inside() {
		return this.inside;
	}

	/** The id of the task. */
	public String id() {
		return this.id;
	}

	/** The ids of the lists around. */
	private record Around(Set<String> ids, @Nullable Around next) {

		private boolean has(String id) {
			for (Around each = this; each != null; each = each.next) {
				if (each.ids.contains(id)) {
					return true;
				}
			}
			return false;
		}

	}

}
