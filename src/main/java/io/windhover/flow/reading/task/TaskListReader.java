package io.windhover.flow.reading.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Path;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of tasks of one scope, which share their ids.
 *
 * @param ids the tasks of the scope so far, by id
 */
public record TaskListReader(TaskReader reader, Path scope, Map<Object, Path> ids, ReadingProblems problems) {

	/**
	 * Reads tasks that run one after the other: each sees the outputs of those before it,
	 * and what these hand out.
	 */
	public List<Task> inOrder(String name, @Nullable Object list, Names names) {
		List<Task> tasks = new ArrayList<>();
		Set<String> earlier = new LinkedHashSet<>();
		for (YamlSection part : parts(name, list)) {
			add(tasks, part, names.after(earlier));
			earlier.addAll(seenAfter(part, names));
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

	void add(List<Task> tasks, YamlSection part, Names names) {
		Task task = this.reader.read(part, names, this.problems);
		if (task != null) {
			tasks.add(task);
		}
	}

	List<YamlSection> parts(String name, @Nullable Object list) {
		Path base = this.scope;
		for (String each : name.split("/", -1)) {
			base = base.child(each);
		}
		return YamlSection.all(base, "tasks", list, this.ids, this.problems);
	}

	/** The ids of a task and of what it hands out. */
	static Set<String> seenAfter(YamlSection part, Names names) {
		Set<String> seen = new LinkedHashSet<>(names.handedOut().of(part.path()));
		String id = part.text("id");
		if (id != null) {
			seen.add(id);
		}
		return seen;
	}

	/** The ids so far, and of what these tasks hand out. */
	public Set<String> known(Names names) {
		Set<String> known = new LinkedHashSet<>();
		this.ids.forEach((id, path) -> {
			known.add(String.valueOf(id));
			known.addAll(names.handedOut().of(path));
		});
		return known;
	}

	/** The ids of the tasks of a list, and of what these hand out. */
	Set<String> known(String name, List<Task> list, Names names) {
		Set<String> known = new LinkedHashSet<>();
		list.forEach((task) -> {
			known.add(task.id());
			Path path = this.ids.get(task.id());
			if (path != null && path.parent().equals(this.scope.child(name))) {
				known.addAll(names.handedOut().of(path));
			}
		});
		return known;
	}

}
