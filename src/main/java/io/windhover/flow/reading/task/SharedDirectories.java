package io.windhover.flow.reading.task;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.flow.WorkerGroup;
import io.windhover.flow.binding.Path;
import io.windhover.flow.reading.section.ReadingProblems;
import org.jspecify.annotations.Nullable;

/**
 * What must not be around the tasks that share a working directory: each finds what the
 * one before it has left, so that no two may run at the same time, and all on workers of
 * one group, which reach the same files.
 *
 * @param problems those that are found
 */
public record SharedDirectories(ReadingProblems problems) {

	public static final String PROPERTY = "workingDirectory";

	static final String WORKER_GROUP = "workerGroup";

	private static final String CONCURRENCY = "concurrency";

	private static final List<String> LISTS = List.of("tasks", "then", "else", "default", "errors", "finally");

	/**
	 * Complains of what is at the same time as another in a working directory, and of one
	 * in another.
	 * @param flow its properties, with the defaults of its tasks
	 */
	public static void check(Map<?, ?> flow, ReadingProblems problems) {
		new SharedDirectories(problems).all(Path.ROOT, flow, null);
	}

	private void all(Path path, Map<?, ?> owner, @Nullable Shared shared) {
		LISTS.forEach((name) -> list(path.child(name), owner.get(name), shared));
		if (owner.get("cases") instanceof Map<?, ?> cases) {
			cases.forEach((name, list) -> list(path.child("cases").child(String.valueOf(name)), list, shared));
		}
	}

	private void list(Path path, @Nullable Object list, @Nullable Shared shared) {
		if (list instanceof List<?> tasks) {
			for (int i = 0; i < tasks.size(); i++) {
				if (tasks.get(i) instanceof Map<?, ?> task) {
					task(path.child(i), task, String.valueOf(task.get("type")), shared);
				}
			}
		}
	}

	/**
	 * Checks a task.
	 * @param shared the task around it whose directory it shares; null where it shares
	 * none
	 */
	private void task(Path path, Map<?, ?> task, String type, @Nullable Shared shared) {
		Object id = Objects.requireNonNullElse(task.get("id"), type);
		if (!ControlTaskReader.TYPES.contains(type)) {
			if (shared != null) {
				group(path, id, task.get(WORKER_GROUP), shared);
			}
			return;
		}
		boolean shares = Boolean.TRUE.equals(task.get(PROPERTY));
		if (shared != null) {
			atOnce(path, task, type, shared);
			if (shares && type.equals("sequential")) {
				this.problems.value(path.child(PROPERTY),
						"its tasks share the working directory of '%s' already; remove it".formatted(shared.owner));
			}
		}
		all(path, task, (shared == null && shares) ? new Shared(id) : shared);
	}

	private void group(Path path, Object id, @Nullable Object written, Shared shared) {
		String group = (written != null) ? String.valueOf(written) : WorkerGroup.DEFAULT;
		if (shared.group == null) {
			shared.group = group;
			shared.first = id;
		}
		else if (!shared.group.equals(group)) {
			this.problems.value((written != null) ? path.child(WORKER_GROUP) : path,
					"the tasks of '%s' share a working directory, and all run on workers of one group: '%s' is of '%s', and '%s' is of '%s'"
						.formatted(shared.owner, shared.first, shared.group, id, group));
		}
	}

	private void atOnce(Path path, Map<?, ?> task, String type, Shared shared) {
		Object concurrency = task.get(CONCURRENCY);
		boolean one = "1".equals(String.valueOf(concurrency));
		String reason = "the tasks of '%s' share a working directory and run one after the other; "
			.formatted(shared.owner);
		if (type.equals("dag")) {
			this.problems.value(path.child("type"), reason + "use sequential, or move the dag out");
		}
		else if (type.equals("parallel") && !one) {
			this.problems.value(path.child((concurrency != null) ? CONCURRENCY : "type"),
					reason + "set concurrency: 1, or move the parallel out");
		}
		else if (type.equals("for-each") && concurrency != null && !one) {
			this.problems.value(path.child(CONCURRENCY), reason + "remove it, or move the for-each out");
		}
	}

	/** The task whose directory others share, and the group of the first of them. */
	private static final class Shared {

		private final Object owner;

		private @Nullable Object first;

		private @Nullable String group;

		Shared(Object owner) {
			this.owner = owner;
		}

	}

}
