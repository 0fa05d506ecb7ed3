package io.windhover.api.execution.rerun;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.api.execution.rerun.RunPath.Step;
import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.json.Json;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which results of an execution another one keeps that takes it up. Of a scope
 * that was tried several times only the last attempt counts, under the paths of a first
 * one. What follows the body of a scope is kept only where the scope as a whole is: a
 * scope that runs anew in part ends anew. So does one whose tasks share a working
 * directory: what they left before is no longer there.
 */
final class KeptResults {

	private static final String SET_OUTPUTS = "set-outputs";

	private final Flow flow;

	private final FlowOrder order;

	/** The documents of the last attempts, by the paths of first ones. */
	private final Map<String, TaskRun> runs = new LinkedHashMap<>();

	KeptResults(Flow flow, Collection<TaskRun> documents) {
		this.flow = flow;
		this.order = new FlowOrder(flow);
		Map<String, Integer> attempts = attempts(documents);
		for (TaskRun run : documents) {
			RunPath path = RunPath.of(run.path());
			if (path.isLast(attempts)) {
				this.runs.put(path.first().toString(), run);
			}
		}
	}

	/** The last attempt of each scope, by its path. */
	private static Map<String, Integer> attempts(Collection<TaskRun> documents) {
		Map<String, Integer> attempts = new HashMap<>();
		for (TaskRun run : documents) {
			RunPath path = RunPath.of(run.path());
			attempts.merge("", path.attempt(), Math::max);
			for (int size = 1; size < path.steps().size(); size++) {
				attempts.merge(path.scope(size), path.steps().get(size - 1).attempt(), Math::max);
			}
			if (run.attempts().isEmpty()) {
				attempts.merge(path.scope(path.steps().size()), run.attempt(), Math::max);
			}
		}
		return attempts;
	}

	/** The paths that may be named; those of iterations may as well. */
	Collection<String> paths() {
		return this.runs.keySet();
	}

	/** Whether something ran at a path, or within it. */
	boolean knows(RunPath path) {
		return this.runs.containsKey(path.toString())
				|| this.runs.keySet().stream().map(RunPath::of).anyMatch((each) -> each.isWithin(path));
	}

	/**
	 * The results to keep, by path.
	 * @param from keeps only those before it; null to keep all
	 */
	Map<String, KeptResult> before(@Nullable RunPath from) {
		Map<String, KeptResult> kept = new LinkedHashMap<>();
		this.runs.forEach((text, run) -> {
			RunPath path = RunPath.of(text);
			Task task = (run.state() == State.SUCCESS) ? this.order.task(path) : null;
			if (isLeaf(task) && isKept(path, from)) {
				markIterations(path, kept);
				Map<String, Object> outputs = run.outputs();
				Map<String, Object> metrics = run.published();
				kept.put(text,
						new KeptResult(outputs, (outputs != null) ? Json.mapper().writeValueAsBytes(outputs).length : 0,
								metrics.isEmpty() ? null : metrics));
			}
		});
		return kept;
	}

	private static boolean isLeaf(@Nullable Task task) {
		return task instanceof WorkerTask || task instanceof ControlTask.Pause || task instanceof ControlTask.Subflow;
	}

	/**
	 * What tasks have set as outputs of an execution, but for those names that only tasks
	 * have set which run again, and those that its flow gave in the end.
	 */
	Map<String, Object> outputs(Execution original, Set<String> kept) {
		if (original.outputs() == null || kept.isEmpty()) {
			return Map.of();
		}
		Set<String> stay = new HashSet<>();
		Set<String> again = new HashSet<>();
		this.runs.keySet().forEach((path) -> (kept.contains(path) ? stay : again).addAll(namesSet(path)));
		again.removeAll(stay);
		Map<String, Object> outputs = new LinkedHashMap<>(original.outputs());
		outputs.keySet().removeAll(again);
		if (original.state() == State.SUCCESS || original.state() == State.WARNING) {
			outputs.keySet().removeAll(this.flow.outputs().keySet());
		}
		return outputs;
	}

	/** The outputs of the execution that a task sets. */
	private Set<String> namesSet(String path) {
		return (this.order.task(RunPath.of(path)) instanceof WorkerTask task && task.type().equals(SET_OUTPUTS)
				&& task.configuration().get("outputs") instanceof Map<?, ?> named)
						? named.keySet().stream().map(String::valueOf).collect(Collectors.toSet()) : Set.of();
	}

	private boolean isKept(RunPath path, @Nullable RunPath from) {
		if (from != null && this.order.isFrom(path, from)) {
			return false;
		}
		for (int depth = 0; depth < path.steps().size(); depth++) {
			if (sharesDirectory(path, depth) && !isWhole(path, depth, from)) {
				return false;
			}
			if (!this.order.isInBody(path, depth) && !isWhole(path, depth, from)
					&& !(from != null && this.order.isSameList(path, from, depth))) {
				return false;
			}
		}
		return true;
	}

	/** Whether the tasks of the scope around a step share a working directory. */
	private boolean sharesDirectory(RunPath path, int depth) {
		return depth > 0 && this.order.task(RunPath.of(path.scope(depth))) instanceof ControlTask.Sequential sequence
				&& sequence.sharesDirectory();
	}

	/** Whether the scope around a step runs nothing anew. */
	private boolean isWhole(RunPath path, int depth, @Nullable RunPath from) {
		if (depth == 0) {
			return false;
		}
		String scope = path.scope(depth);
		TaskRun run = this.runs.get(scope);
		return run != null && run.state() == State.SUCCESS && (from == null || !from.isWithin(RunPath.of(scope)));
	}

	/** The interval of a loop need not pass again between iterations that ran. */
	private void markIterations(RunPath path, Map<String, KeptResult> kept) {
		for (int depth = 0; depth < path.steps().size(); depth++) {
			Step step = path.steps().get(depth);
			RunPath scope = new RunPath(1, path.steps().subList(0, depth + 1));
			if (step.index() > 0 && this.order.task(scope) instanceof ControlTask.LoopUntil) {
				kept.putIfAbsent(scope.toString(), KeptResult.NONE);
			}
		}
	}

}
