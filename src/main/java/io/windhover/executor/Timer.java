package io.windhover.executor;

import java.time.Instant;

import io.windhover.execution.machine.Event;

/**
 * An event of a task run that is due at an instant.
 *
 * @param queuedAt of the dispatch that it watches, for an unclaimed job
 */
record Timer(Kind kind, String executionId, String taskRunId, int attempt, Instant queuedAt) {

	enum Kind {

		RETRY, UNCLAIMED

	}

	/**
	 * Sorts by the instant.
	 */
	String key(Instant due) {
		return until(due) + this.executionId + "/" + this.taskRunId + "/" + this.kind;
	}

	/**
	 * What sorts after all keys before an instant.
	 */
	static String until(Instant due) {
		return "%013d/".formatted(due.toEpochMilli());
	}

	/**
	 * The instant of a key.
	 */
	static long millis(String key) {
		return Long.parseLong(key, 0, key.indexOf('/'), 10);
	}

	Event event() {
		return (this.kind == Kind.RETRY) ? new Event.RetryDue(this.attempt)
				: new Event.Unclaimed(this.attempt, this.queuedAt);
	}

}
