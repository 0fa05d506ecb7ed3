package io.windhover.flow.reading.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Path;
import io.windhover.flow.task.TaskOutline;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the tasks in each control task whose outputs are seen after it, known before
 * any of them is read.
 *
 * @param byTask by the place of the control task
 * @param repeated the ids that several tasks of the flow have
 */
public record HandedOutTasks(Map<Path, Set<String>> byTask, Set<String> repeated) {

	static final HandedOutTasks NONE = new HandedOutTasks(Map.of(), Set.of());

	private static final Set<String> TYPES = Set.of("sequential", "parallel", "if", "switch", "dag");

	private static final List<String> LISTS = List.of("tasks", "then", "else", "default", "errors", "finally");

	/**
	 * Finds them in the properties of a flow as written, which need not be valid.
	 */
	public static HandedOutTasks in(Map<?, ?> flow) {
		Map<Path, TaskOutline> outlines = new HashMap<>();
		new TaskOutline("", false, inside(Path.ROOT, flow, outlines)).resolve();
		Map<Path, Set<String>> byTask = new HashMap<>();
		Set<String> once = new HashSet<>();
		Set<String> repeated = new HashSet<>();
		outlines.forEach((path, outline) -> {
			if (!outline.handedOut().isEmpty()) {
				byTask.put(path, outline.handedOut());
			}
			if (!once.add(outline.id())) {
				repeated.add(outline.id());
			}
		});
		return new HandedOutTasks(byTask, repeated);
	}

	Set<String> of(Path task) {
		return this.byTask.getOrDefault(task, Set.of());
	}

	private static List<TaskOutline> inside(Path path, Map<?, ?> owner, Map<Path, TaskOutline> outlines) {
		List<TaskOutline> inside = new ArrayList<>();
		LISTS.forEach((name) -> add(path.child(name), owner.get(name), inside, outlines));
		if (owner.get("cases") instanceof Map<?, ?> cases) {
			cases.forEach((name, list) -> add(path.child("cases").child(String.valueOf(name)), list, inside, outlines));
		}
		return inside;
	}

	private static void add(Path path, @Nullable Object list, List<TaskOutline> inside,
			Map<Path, TaskOutline> outlines) {
		if (!(list instanceof List<?> tasks)) {
			return;
		}
		for (int i = 0; i < tasks.size(); i++) {
			if (tasks.get(i) instanceof Map<?, ?> task && task.get("id") instanceof String id) {
				Path place = path.child(i);
				String type = String.valueOf(task.get("type"));
				List<TaskOutline> inner = ControlTaskReader.TYPES.contains(type) ? inside(place, task, outlines)
						: List.of();
				TaskOutline outline = new TaskOutline(id, TYPES.contains(type), inner);
				outlines.put(place, outline);
				inside.add(outline);
			}
		}
	}

}
