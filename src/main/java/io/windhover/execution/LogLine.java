package io.windhover.execution;

import java.time.Instant;

import org.slf4j.event.Level;

/**
 * A line that a task run logged.
 *
 * @param sequence counts from 0 in its attempt, and with task run and attempt makes the
 * line's id
 */
public record LogLine(String executionId, String taskRunId, String namespace, String flowId, String taskId, int attempt,
		long sequence, Instant at, Level level, String message) {

	/**
	 * The same for the same line, however often it is delivered.
	 */
	public String id() {
		return this.taskRunId + "/" + this.attempt + "/" + this.sequence;
	}

	/**
	 * How much a task run has logged, in all of its attempts that reported it.
	 *
	 * @param bytes of UTF-8
	 */
	public record LogVolume(long lines, long bytes) {

		/** Of a first attempt. */
		public static final LogVolume NONE = new LogVolume(0, 0);

	}

}
