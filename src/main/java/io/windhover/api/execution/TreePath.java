package io.windhover.api.execution;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a task run or scope stands in its execution, read from its path: such as
 * {@code each~2[3].say}, which is {@code say} in iteration 3 of the second attempt of
 * {@code each}.
 *
 * @param tasks the ids of the tasks around it and its own, the outermost first
 * @param parent the path of the control task that it is in; null when it is in none
 * @param iteration of the loop that it is in directly; null when it is in none
 */
record TreePath(List<String> tasks, @Nullable String parent, @Nullable Integer iteration) {

	static TreePath of(String path) {
		List<String> tasks = Arrays.stream(path.split("\\."))
			.map(TreePath::task)
			.filter((task) -> !task.isEmpty())
			.toList();
		int last = path.lastIndexOf('.');
		if (last < 0) {
			return new TreePath(tasks, null, null);
		}
		String around = path.substring(0, last);
		Integer iteration = null;
		if (around.endsWith("]")) {
			int bracket = around.lastIndexOf('[');
			iteration = Integer.valueOf(around.substring(bracket + 1, around.length() - 1));
			around = around.substring(0, bracket);
		}
		int attempt = around.lastIndexOf('~');
		// attempts further out stay: the control task itself is in them
		String parent = (attempt > around.lastIndexOf('.')) ? around.substring(0, attempt) : around;
		return new TreePath(tasks, parent.isEmpty() ? null : parent, iteration);
	}

	private static String task(String segment) {
		return segment.split("[~\\[]", 2)[0];
	}

}
