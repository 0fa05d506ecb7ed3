package io.windhover.api.execution.rerun;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import io.windhover.api.execution.rerun.RunPath.Step;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What of a flow comes after what, by the paths of its runs: one list after the other,
 * the tasks of a list in their order, those of a {@code dag} after those that they depend
 * on, and the branches of a {@code parallel} beside one another.
 */
final class FlowOrder {

	private final Flow flow;

	FlowOrder(Flow flow) {
		this.flow = flow;
	}

	/** The task at a path; null where the flow has none. */
	@Nullable Task task(RunPath path) {
		Place place = null;
		for (int depth = 0; depth < path.steps().size(); depth++) {
			place = place(path, depth);
			if (place == null) {
				return null;
			}
		}
		return (place != null) ? place.task() : null;
	}

	/** Whether a step of a path leads into the body of the scope around it. */
	boolean isInBody(RunPath path, int depth) {
		Place place = place(path, depth);
		return place != null && place.list() == Place.BODY;
	}

	/** Whether two paths lead, at a depth, into the same list of the same scope. */
	boolean isSameList(RunPath one, RunPath other, int depth) {
		if (depth >= other.steps().size() || !one.steps().subList(0, depth).equals(other.steps().subList(0, depth))) {
			return false;
		}
		Place a = place(one, depth);
		Place b = place(other, depth);
		return a != null && b != null && a.list() == b.list();
	}

	/** Whether a path is another one, is within it, or comes after it. */
	boolean isFrom(RunPath path, RunPath from) {
		if (path.isWithin(from)) {
			return true;
		}
		int shared = Math.min(path.steps().size(), from.steps().size());
		for (int depth = 0; depth < shared; depth++) {
			Step mine = path.steps().get(depth);
			Step its = from.steps().get(depth);
			if (!mine.equals(its)) {
				return mine.id().equals(its.id()) ? isLaterIteration(path, depth, mine, its)
						: isLaterTask(path, from, depth);
			}
		}
		return false;
	}

	/** Handlers of a loop are in no iteration, and come after all of them. */
	private boolean isLaterIteration(RunPath path, int depth, Step mine, Step its) {
		if (mine.index() < 0 || its.index() < 0) {
			return mine.index() < 0 && depth + 1 < path.steps().size();
		}
		Place place = place(path, depth);
		boolean beside = place != null && place.task() instanceof ControlTask.ForEach loop && loop.concurrency() != 1;
		return !beside && mine.index() > its.index();
	}

	private boolean isLaterTask(RunPath path, RunPath from, int depth) {
		Place mine = place(path, depth);
		Place its = place(from, depth);
		if (mine == null || its == null) {
			return true;
		}
		if (mine.list() != its.list()) {
			return mine.list() > its.list();
		}
		if (mine.list() == Place.BODY && mine.scope() instanceof ControlTask.Parallel) {
			return false;
		}
		if (mine.list() == Place.BODY && mine.scope() instanceof ControlTask.Dag dag) {
			return dependsOn(dag, mine.task().id(), its.task().id());
		}
		return mine.position() > its.position();
	}

	private static boolean dependsOn(ControlTask.Dag dag, String task, String other) {
		Set<String> seen = new HashSet<>();
		Deque<String> left = new ArrayDeque<>(List.of(task));
		while (!left.isEmpty()) {
			for (String each : dag.dependsOn().getOrDefault(left.remove(), List.of())) {
				if (each.equals(other)) {
					return true;
				}
				if (seen.add(each)) {
					left.add(each);
				}
			}
		}
		return false;
	}

	private @Nullable Place place(RunPath path, int depth) {
		ControlTask scope = null;
		List<List<Task>> body = List.of(this.flow.tasks());
		ControlTask.Handlers handlers = this.flow.handlers();
		Place place = null;
		for (int i = 0; i <= depth; i++) {
			place = Place.of(scope, body, handlers, path.steps().get(i).id());
			if (place == null || i == depth) {
				return place;
			}
			if (!(place.task() instanceof ControlTask control)) {
				return null;
			}
			boolean loop = control instanceof ControlTask.ForEach || control instanceof ControlTask.LoopUntil;
			boolean iteration = path.steps().get(i).index() >= 0;
			scope = control;
			body = (loop && !iteration) ? List.of() : control.branches();
			handlers = iteration ? ControlTask.Handlers.NONE : control.handlers();
		}
		return place;
	}

	/**
	 * Where a task stands in the scope around it.
	 *
	 * @param scope null for the flow itself
	 * @param list the body, its errors or its finally, in the order in which they run
	 */
	private record Place(@Nullable ControlTask scope, int list, int position, Task task) {

		private static final int BODY = 0;

		private static @Nullable Place of(@Nullable ControlTask scope, List<List<Task>> body,
				ControlTask.Handlers handlers, String id) {
			List<Task> tasks = body.stream().flatMap(List::stream).toList();
			List<List<Task>> lists = List.of(tasks, handlers.errors(), handlers.finallyTasks());
			return IntStream.range(0, lists.size())
				.mapToObj((list) -> in(scope, list, lists.get(list), id))
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}

		private static @Nullable Place in(@Nullable ControlTask scope, int list, List<Task> tasks, String id) {
			for (int i = 0; i < tasks.size(); i++) {
				if (tasks.get(i).id().equals(id)) {
					return new Place(scope, list, i, tasks.get(i));
				}
			}
			return null;
		}

	}

}
