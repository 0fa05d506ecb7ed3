package io.windhover.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Flows and commands for tests of the engine.
 */
public final class Samples {

	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	public static final InstanceRef ALICE = new InstanceRef("alice", "1");

	public static final InstanceRef BOB = new InstanceRef("bob", "1");

	private Samples() {
	}

	public static WorkerTask task(String id) {
		return task(id, Map.of());
	}

	public static WorkerTask task(String id, Map<String, Object> configuration) {
		return new WorkerTask(id, "test", configuration, TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
	}

	public static WorkerTask task(String id, @Nullable Retry retry, boolean allowFailure,
			WorkerTask.OnWorkerLoss onLoss) {
		return new WorkerTask(id, "test", Map.of(), new TaskOptions(null, null, false, retry, null, allowFailure),
				onLoss);
	}

	public static WorkerTask retrying(String id, int maxAttempts) {
		return task(id, retry(maxAttempts), false, WorkerTask.OnWorkerLoss.RETRY);
	}

	public static Retry retry(int maxAttempts) {
		return new Retry(Retry.Type.CONSTANT, Duration.ofSeconds(10), null, 2, maxAttempts);
	}

	public static Flow flow(List<? extends Task> tasks) {
		return new Flow("test", "sample", 1, null, Map.of(), List.of(), Map.of(), List.copyOf(tasks),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), null, null, null);
	}

	/** One that lets some of its executions run at once. */
	public static Flow limited(Flow flow, int limit) {
		return new Flow(flow.namespace(), flow.id(), flow.revision(), null, Map.of(), List.of(), flow.variables(),
				flow.tasks(), flow.handlers(), flow.options(), flow.outputs(),
				new Concurrency(limit, Concurrency.Behavior.QUEUE), List.of(), null, null, null);
	}

	public static ExecutionCommand.Create create(String executionId, Flow flow) {
		return new ExecutionCommand.Create(executionId, START, flow.ref(), Map.of(), Map.of(), null);
	}

	public static TaskResult.Started started(String executionId, String taskId, int attempt, InstanceRef worker) {
		return new TaskResult.Started(executionId, executionId + "." + taskId, attempt, worker, START);
	}

	public static TaskResult.Ended ended(String executionId, String taskId, int attempt, InstanceRef worker,
			State state, @Nullable Map<String, Object> outputs) {
		return ended(executionId, taskId, attempt, worker, state, outputs, 0);
	}

	public static TaskResult.Ended ended(String executionId, String taskId, int attempt, InstanceRef worker,
			State state, @Nullable Map<String, Object> outputs, int outputsSize) {
		return new TaskResult.Ended(executionId, executionId + "." + taskId, attempt, worker, START, state, outputs,
				outputsSize, List.of(), (state == State.FAILED) ? "no luck" : null, null, null, null);
	}

	public static TaskResult.Returned returned(String executionId, String taskId, int attempt, InstanceRef worker,
			Instant queuedAt) {
		return new TaskResult.Returned(executionId, executionId + "." + taskId, attempt, worker, START, queuedAt,
				"shutdown");
	}

}
