package io.windhover.execution.machine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Transition;

/**
 * Whose outputs a task sees, from the paths of what has ended alone, and whose it sees by
 * what scopes keep; the two must be the same.
 */
public final class SeenOutputs {

	private final Map<String, Node> nodes = new HashMap<>();

	/** The paths of the task runs that gave some. */
	private final Set<String> given = new HashSet<>();

	/** The scopes that are over, with their last attempt. */
	private final Map<String, Integer> over = new HashMap<>();

	/** The values that have entries of their own, by scope and task. */
	private final Map<String, Object> apart = new HashMap<>();

	public SeenOutputs(Plan plan) {
		collect(plan.root());
	}

	private void collect(Node node) {
		this.nodes.put(node.id(), node);
		node.inside().forEach(this::collect);
	}

	/** A task gives its path as the output {@code value}. */
	public void follow(Event event, Transition transition) {
		if (event instanceof Event.Reported reported && transition.stale() == null
				&& reported.result() instanceof TaskResult.Ended ended && ended.outputs() != null) {
			this.given.add(reported.path());
		}
		for (Effect effect : transition.effects()) {
			if (effect instanceof Effect.KeepOutputs keep) {
				this.apart.put(keep.scope() + "/" + keep.taskId(), keep.outputs().getOrDefault("value", ""));
			}
			else if (effect instanceof Effect.Publish publish && publish.document().state().isTerminal()) {
				ended(publish.document());
			}
		}
	}

	private void ended(TaskRun document) {
		Node node = this.nodes.get(document.taskId());
		if (node == null) {
			return;
		}
		if (node.control() == null && document.kept() != null && document.outputs() != null) {
			this.given.add(document.path());
		}
		if (node.handsOut()) {
			this.over.put(document.path(), document.attempt());
		}
	}

	/**
	 * The paths of the task runs whose outputs are seen, by task.
	 * @param scopes around, the nearest first
	 */
	public Map<String, Object> expected(List<Scope> scopes) {
		Map<String, Object> seen = new HashMap<>();
		for (Scope scope : scopes) {
			String prefix = scope.prefix().isEmpty() ? "" : scope.prefix() + ".";
			for (String path : this.given) {
				if (path.startsWith(prefix) && isHandedOut(prefix, path)) {
					seen.putIfAbsent(path.substring(path.lastIndexOf('.') + 1), path);
				}
			}
		}
		return seen;
	}

	/** Whether only scopes that are over, in their last attempt, are in between. */
	private boolean isHandedOut(String prefix, String path) {
		String rest = path.substring(prefix.length());
		if (rest.contains("[") || rest.startsWith("~")) {
			return false;
		}
		String around = prefix;
		List<String> steps = List.of(rest.split("\\.", -1));
		for (String step : steps.subList(0, steps.size() - 1)) {
			int mark = step.indexOf('~');
			int attempt = (mark >= 0) ? Integer.parseInt(step.substring(mark + 1)) : 1;
			if (attempt != this.over.getOrDefault(around + ((mark >= 0) ? step.substring(0, mark) : step), 0)) {
				return false;
			}
			around = around + step + ".";
		}
		return true;
	}

	/** What they are by what the scopes keep. */
	public Map<String, Object> kept(List<Scope> scopes) {
		Map<String, Object> seen = new HashMap<>();
		for (Scope scope : scopes) {
			scope.outputs.forEach((task, values) -> see(task, values.getOrDefault("value", ""), seen));
			scope.outputsApart.forEach((task) -> see(task, apart(scope.path, task), seen));
			scope.outputsElsewhere.forEach((task, path) -> see(task, apart(path, task), seen));
		}
		return seen;
	}

	private Object apart(String scope, String task) {
		return Objects.requireNonNull(this.apart.get(scope + "/" + task));
	}

	private void see(String task, Object path, Map<String, Object> seen) {
		Node node = this.nodes.get(task);
		if (node != null && node.control() == null) {
			seen.putIfAbsent(task, path);
		}
	}

}
