package io.windhover.execution.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.KeptResult;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * The transition of a task run; each makes its version grow.
 */
public final class TaskRuns {

	private TaskRuns() {
	}

	/**
	 * A task run whose first attempt is queued.
	 */
	public static TaskRun created(Execution execution, String path, Node node, Instant now) {
		List<StateChange> history = List.of(new StateChange(State.CREATED, now), new StateChange(State.QUEUED, now));
		return new TaskRun(execution.taskRunId(path), execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), path, node.id(), node.type(), State.QUEUED, history, 1,
				List.of(queued(1, now)), 0, now, null, null, 1);
	}

	/** What never ran: its runIf was false, or could not be evaluated. */
	public static TaskRun withoutRun(Execution execution, String path, Node node, State state, @Nullable String error,
			Instant now) {
		List<StateChange> history = List.of(new StateChange(State.CREATED, now), new StateChange(state, now));
		return new TaskRun(execution.taskRunId(path), execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), path, node.id(), node.type(), state, history, 0, List.of(), 0, now, null,
				error, 1);
	}

	/** What does not run, because its result is kept. */
	public static TaskRun kept(Execution execution, String path, Node node, State state, KeptResult result,
			@Nullable String error, Instant now) {
		List<StateChange> history = List.of(new StateChange(State.CREATED, now), new StateChange(state, now));
		return new TaskRun(execution.taskRunId(path), execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), path, node.id(), node.type(), state, history, 0, List.of(), 0, now,
				result.outputs(), error, true, result.metrics(), 1);
	}

	/** The document of a scope that is over. */
	public static TaskRun scope(Execution execution, Scope scope, Node node, State state, @Nullable String error,
			Instant now) {
		return scope(execution, scope, node, state, StateChange.append(history(scope), state, now), error,
				2L * scope.waits + 1);
	}

	/** The document of a scope that is not over. */
	public static TaskRun live(Execution execution, Scope scope, Node node) {
		return scope(execution, scope, node, scope.state, history(scope), null, 2L * scope.waits);
	}

	private static List<StateChange> history(Scope scope) {
		List<StateChange> history = new ArrayList<>();
		history.add(new StateChange(State.RUNNING, scope.startedAt));
		if (scope.pausedAt != null) {
			history.add(new StateChange(State.PAUSED, scope.pausedAt));
		}
		if (scope.resumedAt != null) {
			history.add(new StateChange(State.RUNNING, scope.resumedAt));
		}
		return history;
	}

	private static TaskRun scope(Execution execution, Scope scope, Node node, State state, List<StateChange> history,
			@Nullable String error, long version) {
		return new TaskRun(execution.taskRunId(scope.path), execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), scope.path, node.id(), node.type(), state, history, scope.attempt, List.of(),
				scope.attempt - 1, scope.startedAt, scope.given, error, version);
	}

	/** The next attempt is dispatched. */
	public static TaskRun nextAttempt(TaskRun from, Instant now) {
		List<Attempt> attempts = new ArrayList<>(from.attempts());
		attempts.add(queued(from.attempt() + 1, now));
		return with(from, State.QUEUED, from.attempt() + 1, attempts, from.failures(), now, null, null, now);
	}

	/** The same attempt is dispatched again. */
	public static TaskRun dispatchedAgain(TaskRun from, Instant now) {
		return with(from, State.QUEUED, from.attempt(), from.attempts(), from.failures(), now, null, null, now);
	}

	/** The same, with who took its current attempt. */
	public static TaskRun takenBy(TaskRun from, InstanceRef worker) {
		Attempt current = from.current();
		Attempt taken = new Attempt(current.number(), current.state(), worker, current.queuedAt(), current.startedAt(),
				null, null, List.of());
		return new TaskRun(from.id(), from.executionId(), from.namespace(), from.flowId(), from.flowRevision(),
				from.path(), from.taskId(), from.taskType(), from.state(), from.history(), from.attempt(),
				replaced(from, taken), from.failures(), from.queuedAt(), null, from.error(), from.version());
	}

	/**
	 * The current attempt runs.
	 * @param startedAt as the worker reports it
	 */
	public static TaskRun running(TaskRun from, InstanceRef worker, Instant startedAt, Instant now) {
		Attempt current = from.current();
		Attempt running = new Attempt(current.number(), State.RUNNING, worker, current.queuedAt(), startedAt, null,
				null, List.of());
		return with(from, State.RUNNING, from.attempt(), replaced(from, running), from.failures(), from.queuedAt(),
				null, null, now);
	}

	/** The current attempt is over, and another follows after a wait. */
	public static TaskRun retrying(TaskRun from, List<TaskMetric> metrics, @Nullable String error, Instant endedAt,
			Instant now) {
		List<Attempt> attempts = replaced(from, ended(from.current(), State.FAILED, metrics, error, endedAt));
		return with(from, State.RETRYING, from.attempt(), attempts, from.failures() + 1, from.queuedAt(), null, error,
				now);
	}

	/** The current attempt is over without a result of its own. */
	public static TaskRun lost(TaskRun from, String reason, Instant now) {
		List<Attempt> attempts = replaced(from, ended(from.current(), State.FAILED, List.of(), reason, now));
		return with(from, from.state(), from.attempt(), attempts, from.failures(), from.queuedAt(), null, reason, now);
	}

	/**
	 * The task run is over, and its current attempt with it, unless that was over before.
	 * @param state WARNING for a failure that is allowed; its attempt is FAILED then
	 * @param endedAt as the worker reports it
	 */
	public static TaskRun ended(TaskRun from, State state, List<TaskMetric> metrics,
			@Nullable Map<String, Object> outputs, @Nullable String error, Instant endedAt, Instant now) {
		State attemptState = (state == State.WARNING) ? State.FAILED : state;
		List<Attempt> attempts = from.current().state().isTerminal() ? from.attempts()
				: replaced(from, ended(from.current(), attemptState, metrics, error, endedAt));
		return with(from, state, from.attempt(), attempts, from.failures(), from.queuedAt(), outputs, error, now);
	}

	private static Attempt queued(int number, Instant now) {
		return new Attempt(number, State.QUEUED, null, now, null, null, null, List.of());
	}

	private static Attempt ended(Attempt from, State state, List<TaskMetric> metrics, @Nullable String error,
			Instant at) {
		return new Attempt(from.number(), state, from.worker(), from.queuedAt(), from.startedAt(), at, error, metrics);
	}

	private static List<Attempt> replaced(TaskRun from, Attempt current) {
		List<Attempt> attempts = new ArrayList<>(from.attempts());
		attempts.set(attempts.size() - 1, current);
		return attempts;
	}

	private static TaskRun with(TaskRun from, State state, int attempt, List<Attempt> attempts, int failures,
			Instant queuedAt, @Nullable Map<String, Object> outputs, @Nullable String error, Instant now) {
		List<StateChange> history = (state != from.state()) ? StateChange.append(from.history(), state, now)
				: from.history();
		return new TaskRun(from.id(), from.executionId(), from.namespace(), from.flowId(), from.flowRevision(),
				from.path(), from.taskId(), from.taskType(), state, history, attempt, List.copyOf(attempts), failures,
				queuedAt, outputs, error, from.version() + 1);
	}

}
