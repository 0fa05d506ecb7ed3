package io.windhover.execution.tree;

import java.time.Instant;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an execution.
 */
public sealed interface Event {

	/** Somebody starts it. */
	record Create(Execution execution) implements Event {
	}

	/**
	 * Somebody ends it early.
	 *
	 * @param by who it is; null where that is not known
	 */
	record Kill(@Nullable String by) implements Event {

		/** What the document of the execution gives as the reason. */
		public @Nullable String reason() {
			return (this.by != null) ? "killed by '%s'".formatted(this.by) : null;
		}

	}

	/** Somebody wants nothing more to begin. */
	record Pause() implements Event {
	}

	/** Somebody wants all to go on that did not begin. */
	record Unpause() implements Event {
	}

	/**
	 * Somebody ends the wait of a scope.
	 *
	 * @param inputs become the outputs of its task
	 * @param inputsSize in bytes of JSON
	 */
	record Resume(String path, Map<String, Object> inputs, int inputsSize) implements Event {

		public Resume(String path) {
			this(path, Map.of(), 0);
		}

	}

	/**
	 * The execution that a task waits for has ended.
	 *
	 * @param path of the task
	 * @param attempt of the task
	 * @param outputs what the execution gives; null where there is none
	 */
	record SubflowEnded(String path, int attempt, State state, @Nullable Map<String, Object> outputs,
			@Nullable String error) implements Event {
	}

	/** A worker reports on a task run. */
	record Reported(String path, TaskResult result) implements Event {
	}

	/** The incarnation of the instance that runs an attempt is gone. */
	record WorkerLost(String path, int attempt, InstanceRef worker) implements Event {
	}

	/**
	 * Nobody took the job for so long that the topic may soon forget it.
	 *
	 * @param queuedAt tells the dispatch among several of one attempt
	 */
	record Unclaimed(String path, int attempt, Instant queuedAt) implements Event {
	}

	/** A timer is due. */
	record Due(Timer timer) implements Event {
	}

	/** The rest of an event that was too much for one. */
	record Continue(String path, int number) implements Event {
	}

}
