package io.windhover.execution.tree;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.LogLine;
import io.windhover.execution.ParentTask;
import io.windhover.execution.TaskRun;
import io.windhover.execution.WorkingDirectory;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * What the executor must do besides storing and publishing the entries that changed.
 */
public sealed interface Effect {

	/**
	 * Hand the current attempt to the workers.
	 *
	 * @param directory that the task shares with others; null where it shares none
	 * @param logged in the attempts before; null where that is not known
	 */
	record Dispatch(TaskRun taskRun, String scope, WorkerTask task, @Nullable WorkingDirectory directory,
			LogLine.@Nullable LogVolume logged) implements Effect {

		public Dispatch(TaskRun taskRun, String scope, WorkerTask task) {
			this(taskRun, scope, task, null, null);
		}

	}

	/** Ask a worker to stop an attempt. */
	record StopAttempt(InstanceRef worker, String executionId, String taskRunId, int attempt,
			String reason) implements Effect {
	}

	/** Create an execution of another flow. */
	record StartSubflow(String executionId, SubflowStart start, ParentTask parent) implements Effect {
	}

	/** Kill an execution of another flow, and come back with its end. */
	record KillSubflow(String executionId, ParentTask parent) implements Effect {
	}

	/** Come back with {@link Event.Due} at an instant. */
	record SetTimer(Timer timer, Instant due) implements Effect {
	}

	/** Forget a timer that is no longer waited for. */
	record CancelTimer(Timer timer, Instant due) implements Effect {
	}

	/** Come back with {@link Event.Continue} in a transaction of its own. */
	record Continue(String path, int number) implements Effect {
	}

	/** Keep the items of a loop. */
	record KeepItems(String path, List<Object> items) implements Effect {
	}

	/** Keep the outputs of a task for the templates of others. */
	record KeepOutputs(String scope, String taskId, Map<String, Object> outputs) implements Effect {
	}

	/**
	 * Keep the outputs of an iteration that is over for the templates after its loop.
	 *
	 * @param loop the path of the loop, with its attempt
	 */
	record KeepIteration(String loop, Scope iteration) implements Effect {
	}

	/**
	 * Forget the outputs that a scope kept apart, those of its loops, and the items of a
	 * loop.
	 */
	record DropScope(Scope scope) implements Effect {
	}

	/**
	 * Report that the execution takes longer than it is expected to.
	 *
	 * @param since when it began to
	 */
	record Overran(Instant since) implements Effect {
	}

	/** Publish a document. */
	record Publish(TaskRun document) implements Effect {
	}

}
