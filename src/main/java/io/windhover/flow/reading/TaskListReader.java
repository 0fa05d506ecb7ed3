package io.windhover.flow.reading;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.Task;
import io.windhover.flow.binding.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of tasks of one scope, which share their ids.
 *
 * @param ids the tasks of the scope so far, by id
 */
record TaskListReader(TaskReader reader, Path scope, Map<Object, Path> ids, Problems problems) {

	/**
	 * Reads tasks that run one after the other: each sees the outputs of those before it.
	 */
	List<Task> inOrder(String name, @Nullable Object list, Names names) {
		List<Task> tasks = new ArrayList<>();
		Set<String> earlier = new LinkedHashSet<>();
		for (Part part : parts(name, list)) {
			add(tasks, part, names.after(earlier));
			String id = part.text("id");
			if (id != null) {
				earlier.add(id);
			}
		}
		return tasks;
	}

	/**
	 * Reads tasks that run beside one another.
	 */
	List<Task> atOnce(String name, @Nullable Object list, Names names) {
		List<Task> tasks = new ArrayList<>();
		parts(name, list).forEach((part) -> add(tasks, part, names));
		return tasks;
	}

	void add(List<Task> tasks, Part part, Names names) {
		Task task = this.reader.read(part, names, this.problems);
		if (task != null) {
			tasks.add(task);
		}
	}

	List<Part> parts(String name, @Nullable Object list) {
		Path base = this.scope;
		for (String each : name.split("/", -1)) {
			base = base.child(each);
		}
		return Part.all(base, "tasks", list, this.ids, this.problems);
	}

	/** The ids so far. */
	Set<String> known() {
		Set<String> known = new LinkedHashSet<>();
		this.ids.keySet().forEach((id) -> known.add(String.valueOf(id)));
		return known;
	}

}
