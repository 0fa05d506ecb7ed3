package io.windhover.execution.machine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import org.jspecify.annotations.Nullable;

/**
 * The changes of an execution's header; each makes its version grow.
 */
public final class Executions {

	private static final int MOST_CHANGES = 100;

	private Executions() {
	}

	/**
	 * An execution that was created and waits to begin.
	 * @param waitsFor what lets it begin
	 */
	public static Execution queued(Execution created, String waitsFor, Instant now) {
		return with(created, State.QUEUED, StateChange.append(created.history(), State.QUEUED, now), null, null, null,
				waitsFor, false);
	}

	static Execution started(Execution from, Instant now) {
		return with(from, State.RUNNING, StateChange.append(from.history(), State.RUNNING, now), now, null, null, null,
				from.killRequested());
	}

	/**
	 * An execution that has ended.
	 * @param error null where there is none
	 */
	public static Execution ended(Execution from, State state, @Nullable String error, Instant now) {
		return with(from, state, StateChange.append(from.history(), state, now), from.startedAt(), now, error, null,
				from.killRequested());
	}

	/** Failed for a task of a type; null for itself. */
	static Execution failed(Execution from, @Nullable String error, @Nullable String taskType, Instant now) {
		Execution failed = ended(from, State.FAILED, error, now);
		return (taskType != null) ? failed.withFailedTaskType(taskType) : failed;
	}

	/**
	 * In another state that is not its end. Of many such changes, as by a pause in a
	 * loop, the first stay in the history.
	 */
	static Execution in(Execution from, State state, Instant now) {
		List<StateChange> history = (from.history().size() < MOST_CHANGES)
				? StateChange.append(from.history(), state, now) : from.history();
		return with(from, state, history, from.startedAt(), null, from.error(), null, from.killRequested());
	}

	static Execution killRequested(Execution from) {
		return with(from, from.state(), from.history(), from.startedAt(), null, null, null, true);
	}

	/**
	 * With other labels and outputs.
	 * @param outputs null for those that it has
	 */
	static Execution changed(Execution from, Map<String, String> labels, @Nullable Map<String, Object> outputs) {
		Execution changed = with(from, from.state(), from.history(), from.startedAt(), from.endedAt(), from.error(),
				from.waitsFor(), from.killRequested())
			.withLabels(labels);
		return (outputs != null) ? changed.withOutputs(outputs) : changed;
	}

	private static Execution with(Execution from, State state, List<StateChange> history, @Nullable Instant startedAt,
			@Nullable Instant endedAt, @Nullable String error, @Nullable String waitsFor, boolean killRequested) {
		return new Execution(from.id(), from.namespace(), from.flowId(), from.flowRevision(), state, history,
				from.labels(), from.inputs(), from.outputs(), from.trigger(), from.rerun(), from.parent(),
				from.createdAt(), startedAt, endedAt, error, waitsFor, killRequested, from.held(), from.taskRuns(),
				from.version() + 1, from.failedTaskType(), from.trace(), from.requestDigest());
	}

	/** Paused as a whole or not, in the same state. */
	static Execution held(Execution from, boolean held) {
		return new Execution(from.id(), from.namespace(), from.flowId(), from.flowRevision(), from.state(),
				from.history(), from.labels(), from.inputs(), from.outputs(), from.trigger(), from.rerun(),
				from.parent(), from.createdAt(), from.startedAt(), from.endedAt(), from.error(), from.waitsFor(),
				from.killRequested(), held ? true : null, from.taskRuns(), from.version() + 1, from.failedTaskType(),
				from.trace(), from.requestDigest());
	}

}
