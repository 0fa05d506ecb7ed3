package io.windhover.execution.tree;

import io.windhover.execution.TaskRun;

/**
 * What a timer is for.
 *
 * @param number tells it among several of one kind at one path: a stale one transition
 * nothing
 */
public record Timer(Kind kind, String path, int number) {

	/**
	 * The one for another try to hand a task run over, as it is now.
	 */
	public static Timer ofDispatch(TaskRun taskRun) {
		// of each version there is one dispatch
		return new Timer(Kind.RUN_DISPATCH, taskRun.path(), (int) taskRun.version());
	}

	/**
	 * Whether it is about a task run, and not about a scope.
	 */
	public boolean isOfRun() {
		return this.kind == Kind.RUN_RETRY || this.kind == Kind.RUN_DISPATCH;
	}

	/**
	 * What comes when it is due.
	 */
	public enum Kind {

		/** Another look for the flow revision that an execution waits for. */
		FLOW,
		/** The next attempt of a task run. */
		RUN_RETRY,
		/** Another try to hand a task run to its workers. */
		RUN_DISPATCH,
		/** The next attempt of a scope. */
		SCOPE_RETRY,
		/** The wait that a control task asked for. */
		WAIT,
		/** The time that a scope has. */
		TIMEOUT,
		/** The time that the execution is expected to take at most. */
		MAX_DURATION

	}

}
