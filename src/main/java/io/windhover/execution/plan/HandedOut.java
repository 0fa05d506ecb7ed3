package io.windhover.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import io.windhover.flow.task.TaskOutline;

/**
 * The tasks in a scope, by their ids, whose outputs and metrics the scope around it keeps
 * once it is over: those that some template outside of it names.
 */
public record HandedOut(Set<String> outputs, Set<String> metrics) {

	static final HandedOut NONE = new HandedOut(Set.of(), Set.of());

	/**
	 * What each node of a plan hands out.
	 * @param outputs whether templates outside of a node may name the outputs of a task
	 * @param metrics whether they may name its metrics
	 */
	static Map<Node, HandedOut> in(Node root, BiPredicate<Node, String> outputs, BiPredicate<Node, String> metrics) {
		Map<Node, TaskOutline> outlines = new HashMap<>();
		outline(root, outlines).resolve();
		Map<Node, HandedOut> found = new HashMap<>();
		outlines.forEach((node, outline) -> {
			if (!outline.handedOut().isEmpty()) {
				found.put(node, new HandedOut(named(node, outline, outputs), named(node, outline, metrics)));
			}
		});
		return found;
	}

	private static TaskOutline outline(Node node, Map<Node, TaskOutline> outlines) {
		List<TaskOutline> inside = new ArrayList<>();
		node.inside().forEach((each) -> inside.add(outline(each, outlines)));
		TaskOutline outline = new TaskOutline(node.id(), node.handsOut(), inside);
		outlines.put(node, outline);
		return outline;
	}

	private static Set<String> named(Node node, TaskOutline outline, BiPredicate<Node, String> named) {
		return outline.handedOut()
			.stream()
			.filter((id) -> named.test(node, id))
			.collect(Collectors.toUnmodifiableSet());
	}

}
