package io.windhover.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An execution and its task runs, as far as they are known in one place.
 *
 * @param execution null where only task runs were seen
 * @param complete whether all of its documents were seen there, from its creation on
 */
public record Snapshot(@Nullable Execution execution, List<TaskRun> taskRuns, boolean complete) {

	private static final Comparator<TaskRun> BY_DATE = Comparator.comparing(TaskRun::createdAt)
		.thenComparing(TaskRun::id);

	/**
	 * The newest of each document of two places.
	 */
	public Snapshot merge(@Nullable Execution other, Collection<TaskRun> others) {
		Map<String, TaskRun> newest = new LinkedHashMap<>();
		others.forEach((run) -> newest.put(run.id(), run));
		this.taskRuns.forEach((run) -> newest.merge(run.id(), run, (a, b) -> (b.version() >= a.version()) ? b : a));
		List<TaskRun> merged = new ArrayList<>(newest.values());
		merged.sort(BY_DATE);
		return new Snapshot(newer(this.execution, other), merged, this.complete);
	}

	/**
	 * The newer of two documents of an execution.
	 */
	public static @Nullable Execution newer(@Nullable Execution one, @Nullable Execution other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (other.version() > one.version()) ? other : one;
	}

}
