package io.windhover.execution.machine;

import java.time.Duration;
import java.util.Map;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskRun;
import io.windhover.flow.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * What the executor must do besides storing and publishing the entries that changed.
 */
public sealed interface Effect {

	/**
	 * Hand the current attempt to the workers, and come back with {@link Event.Unclaimed}
	 * when none takes it.
	 */
	record Dispatch(TaskRun taskRun, WorkerTask task) implements Effect {
	}

	/**
	 * Come back with {@link Event.RetryDue} after a wait.
	 */
	record RetryAfter(TaskRun taskRun, Duration delay) implements Effect {
	}

	/**
	 * Forget what would come back for this state of a task run: its retry, its unclaimed
	 * job, its lease.
	 *
	 * @param retryDelay of the retry that it waits for; null when it waits for none
	 */
	record Forget(TaskRun taskRun, @Nullable Duration retryDelay) implements Effect {
	}

	/**
	 * Note that a worker holds the lease of the current attempt.
	 */
	record Lease(TaskRun taskRun, InstanceRef worker) implements Effect {
	}

	/**
	 * Tell a worker to stop an attempt.
	 */
	record StopAttempt(InstanceRef worker, String executionId, String taskRunId, int attempt,
			String reason) implements Effect {
	}

	/**
	 * Keep the outputs of a task for the templates of later ones.
	 */
	record KeepOutputs(String executionId, String taskId, Map<String, Object> outputs) implements Effect {
	}

	/**
	 * Apply {@link Event.TaskRunKilled} to each task run that has not ended.
	 */
	record KillTaskRuns(String executionId) implements Effect {
	}

}
