package io.windhover.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.trace.Trace;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task in an execution.
 *
 * @param id {@code <execution>.<path>}, the same whoever computes it
 * @param path where it stands in the tree of its execution, such as {@code each[3].say}
 * @param attempt the number of the current attempt, from 1
 * @param attempts all attempts so far, the current one last
 * @param failures attempts that failed by themselves; a lost worker does not count
 * @param queuedAt when the current attempt was dispatched
 * @param outputs what it produced; only in the document of its end
 * @param kept true where it did not run, because the execution keeps the result of
 * another one; else null
 * @param metrics of a kept result, what was published by name; else null, as the attempts
 * have them
 * @param version grows with each change: of two documents the higher is the newer
 * @param trace of its execution, in the document of its end; null before, and where
 * nothing of it is sampled
 */
public record TaskRun(String id, String executionId, String namespace, String flowId, int flowRevision, String path,
		String taskId, String taskType, State state, List<StateChange> history, int attempt, List<Attempt> attempts,
		int failures, Instant queuedAt, @Nullable Map<String, Object> outputs, @Nullable String error,
		@Nullable Boolean kept, @Nullable Map<String, Object> metrics, long version, @Nullable Trace trace) {

	/**
	 * One that is not traced.
	 */
	public TaskRun(String id, String executionId, String namespace, String flowId, int flowRevision, String path,
			String taskId, String taskType, State state, List<StateChange> history, int attempt, List<Attempt> attempts,
			int failures, Instant queuedAt, @Nullable Map<String, Object> outputs, @Nullable String error,
			@Nullable Boolean kept, @Nullable Map<String, Object> metrics, long version) {
		this(id, executionId, namespace, flowId, flowRevision, path, taskId, taskType, state, history, attempt,
				attempts, failures, queuedAt, outputs, error, kept, metrics, version, null);
	}

	/**
	 * One whose result is its own.
	 */
	public TaskRun(String id, String executionId, String namespace, String flowId, int flowRevision, String path,
			String taskId, String taskType, State state, List<StateChange> history, int attempt, List<Attempt> attempts,
			int failures, Instant queuedAt, @Nullable Map<String, Object> outputs, @Nullable String error,
			long version) {
		this(id, executionId, namespace, flowId, flowRevision, path, taskId, taskType, state, history, attempt,
				attempts, failures, queuedAt, outputs, error, null, null, version);
	}

	/**
	 * The same in a trace.
	 */
	public TaskRun in(Trace known) {
		return new TaskRun(this.id, this.executionId, this.namespace, this.flowId, this.flowRevision, this.path,
				this.taskId, this.taskType, this.state, this.history, this.attempt, this.attempts, this.failures,
				this.queuedAt, this.outputs, this.error, this.kept, this.metrics, this.version, known);
	}

	/**
	 * What its last attempt published, or the one whose result it keeps, by name.
	 */
	public Map<String, Object> published() {
		if (this.metrics != null) {
			return this.metrics;
		}
		return this.attempts.isEmpty() ? Map.of() : TaskMetric.totals(current().metrics());
	}

	/**
	 * The key of its flow, without the revision.
	 */
	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

	/**
	 * Its first date, by which it is listed and kept.
	 */
	public Instant createdAt() {
		return this.history.isEmpty() ? this.queuedAt : this.history.get(0).at();
	}

	/**
	 * Who runs it; null while nobody does.
	 */
	public @Nullable InstanceRef holder() {
		return (this.state == State.RUNNING) ? current().worker() : null;
	}

	/**
	 * The attempt that counts now.
	 */
	public Attempt current() {
		return this.attempts.get(this.attempts.size() - 1);
	}

}
