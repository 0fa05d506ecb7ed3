package io.windhover.flow.reading.task;

import java.util.List;
import java.util.Map;

import io.windhover.flow.binding.Path;
import io.windhover.flow.reading.section.FlowLimits;
import io.windhover.flow.reading.section.ReadingProblems;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks a flow has and how deep they are, known before any of them is read.
 */
public class TaskTree {

	private static final List<String> LISTS = List.of("tasks", "then", "else", "default", "errors", "finally");

	private final FlowLimits limits;

	private int count;

	private @Nullable Path tooDeep;

	private TaskTree(FlowLimits limits) {
		this.limits = limits;
	}

	/**
	 * Complains of a flow that has too many or too deep ones.
	 * @return whether it has not
	 */
	public static boolean check(Map<?, ?> flow, FlowLimits limits, ReadingProblems problems) {
		TaskTree tree = new TaskTree(limits);
		tree.add(Path.ROOT, flow, 0);
		if (tree.count > limits.tasks()) {
			problems.value(Path.ROOT.child("tasks"),
					"the flow has %,d tasks, more than windhover.limits.tasks (%,d) allows; split it"
						.formatted(tree.count, limits.tasks()));
		}
		else if (tree.tooDeep != null) {
			problems.value(tree.tooDeep,
					"more control tasks are around this task than windhover.limits.nesting (%d) allows; move it outward"
						.formatted(limits.nesting()));
		}
		return tree.count <= limits.tasks() && tree.tooDeep == null;
	}

	private void add(Path scope, Map<?, ?> owner, int depth) {
		LISTS.forEach((name) -> addAll(scope.child(name), owner.get(name), depth));
		if (owner.get("cases") instanceof Map<?, ?> cases) {
			cases.forEach((name, list) -> addAll(scope.child("cases").child(String.valueOf(name)), list, depth));
		}
	}

	private void addAll(Path path, @Nullable Object list, int depth) {
		if (!(list instanceof List<?> tasks)) {
			return;
		}
		for (int i = 0; i < tasks.size(); i++) {
			if (tasks.get(i) instanceof Map<?, ?> task) {
				this.count++;
				if (depth > this.limits.nesting() && this.tooDeep == null) {
					this.tooDeep = path.child(i);
				}
				if (task.get("type") instanceof String type && ControlTaskReader.TYPES.contains(type)) {
					add(path.child(i), task, depth + 1);
				}
			}
		}
	}

}
