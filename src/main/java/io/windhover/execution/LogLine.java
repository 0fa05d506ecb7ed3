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

}
