package io.windhover.executor.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.windhover.execution.Execution;
import io.windhover.execution.json.Json;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Scopes;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job fits into a record. An estimate that reads nothing from the store shows
 * it of all but the largest.
 */
public final class JobSizes {

	/** Ids, headers and what the batch around a record takes. */
	private static final int MARGIN = 4 * 1024;

	/** Bytes of JSON that a character takes at most. */
	private static final int CHARACTER = 6;

	/** Quotes, separators, and a number with its fraction. */
	private static final int VALUE = 32;

	private final int most;

	/**
	 * Of jobs.
	 * @param maxRecordSize bytes that a record may have
	 */
	public JobSizes(int maxRecordSize) {
		this.most = maxRecordSize;
	}

	/**
	 * Why a job does not fit.
	 * @param variables what the task sees
	 * @return null when it fits
	 */
	public @Nullable String refusal(Execution execution, Scopes scopes, Scope scope, WorkerTask task,
			Supplier<Map<String, Object>> variables) {
		if (estimate(execution, scopes, scope, task) <= this.most) {
			return null;
		}
		int size = Json.mapper().writeValueAsBytes(List.of(task, variables.get())).length + MARGIN;
		return (size > this.most)
				? ("the task with the inputs, outputs and items that its templates can see is %d bytes of JSON, "
						+ "more than windhover.topics.max-record-size (%d) allows")
					.formatted(size, this.most)
				: null;
	}

	/** At least what the job takes: the sizes of outputs count the ids around them. */
	private static long estimate(Execution execution, Scopes scopes, Scope scope, WorkerTask task) {
		long size = MARGIN + of(task.configuration()) + of(task.options().description()) + of(task.options().runIf())
				+ of(execution.inputs()) + of(execution.labels()) + of(scopes.variables());
		if (execution.trigger() != null) {
			size += of(execution.trigger().variables());
		}
		for (Scope each = scope; each != null; each = parent(scopes, each)) {
			size += each.outputsSize() + of(each.item());
		}
		return size;
	}

	private static @Nullable Scope parent(Scopes scopes, Scope scope) {
		return (scope.parent() != null) ? scopes.look(scope.parent()) : null;
	}

	private static long of(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			long size = VALUE;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				size += of(entry.getKey()) + of(entry.getValue());
			}
			return size;
		}
		if (value instanceof Collection<?> list) {
			long size = VALUE;
			for (Object element : list) {
				size += of(element);
			}
			return size;
		}
		return (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Double
				|| value instanceof Long) ? VALUE : VALUE + (long) CHARACTER * value.toString().length();
	}

}
