package io.windhover.flow.reading;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.flow.binding.Path;
import org.jspecify.annotations.Nullable;

/**
 * What must not be around the tasks that share a working directory: each finds what the
 * one before it has left, so that no two may run at the same time.
 *
 * @param problems those that are found
 */
record SharedDirectories(Problems problems) {

	static final String PROPERTY = "workingDirectory";

	private static final String CONCURRENCY = "concurrency";

	private static final List<String> LISTS = List.of("tasks", "then", "else", "default", "errors", "finally");

	/**
	 * Complains of what is at the same time as another in a working directory, and of one
	 * in another.
	 * @param flow its properties, with the defaults of its tasks
	 */
	static void check(Map<?, ?> flow, Problems problems) {
		new SharedDirectories(problems).all(Path.ROOT, flow, null);
	}

	private void all(Path path, Map<?, ?> owner, @Nullable Object shared) {
		LISTS.forEach((name) -> list(path.child(name), owner.get(name), shared));
		if (owner.get("cases") instanceof Map<?, ?> cases) {
			cases.forEach((name, list) -> list(path.child("cases").child(String.valueOf(name)), list, shared));
		}
	}

	private void list(Path path, @Nullable Object list, @Nullable Object shared) {
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
	 * @param shared the id of the task around it whose directory it shares; null where it
	 * shares none
	 */
	private void task(Path path, Map<?, ?> task, String type, @Nullable Object shared) {
		if (!ControlTaskReader.TYPES.contains(type)) {
			return;
		}
		boolean shares = Boolean.TRUE.equals(task.get(PROPERTY));
		if (shared != null) {
			atOnce(path, task, type, shared);
			if (shares && type.equals("sequential")) {
				this.problems.value(path.child(PROPERTY),
						"its tasks share the working directory of '%s' already; remove it".formatted(shared));
			}
		}
		Object id = Objects.requireNonNullElse(task.get("id"), type);
		all(path, task, (shared == null && shares) ? id : shared);
	}

	private void atOnce(Path path, Map<?, ?> task, String type, Object shared) {
		Object concurrency = task.get(CONCURRENCY);
		boolean one = "1".equals(String.valueOf(concurrency));
		String reason = "the tasks of '%s' share a working directory and run one after the other; ".formatted(shared);
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

}
