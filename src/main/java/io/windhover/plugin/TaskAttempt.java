package io.windhover.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the task of a plugin knows of its attempt.
 */
public interface TaskAttempt {

	String executionId();

	String taskRunId();

	String taskId();

	String namespace();

	String flowId();

	/**
	 * Counts from 1.
	 */
	int number();

	/**
	 * What to send along with calls, so that the called one continues the trace, as W3C
	 * Trace Context has it; null where the execution is not traced.
	 */
	default @Nullable String traceparent() {
		return null;
	}

	/**
	 * What to send along with {@link #traceparent()}, as W3C Trace Context has it; null
	 * where the caller of the execution has sent none.
	 */
	default @Nullable String tracestate() {
		return null;
	}

	/**
	 * Writes a line to the log of the task run.
	 */
	void log(System.Logger.Level level, String message);

	/**
	 * Sets a label of the execution once this attempt has succeeded.
	 */
	void setLabel(String name, String value);

	/**
	 * Sets an output of the execution once this attempt has succeeded.
	 */
	void setOutput(String name, Object value);

	/**
	 * Makes an empty directory for this attempt, which is deleted when it is done.
	 */
	Path createDirectory() throws IOException;

	/**
	 * The working directory that the task shares with those around it in a
	 * {@code sequential}, with what those before it have left there; null where it shares
	 * none. What is in it when the task has succeeded the next ones find.
	 */
	@Nullable Path workingDirectory() throws IOException;

	/**
	 * Adds to a counter that the type declares; a counter, tag or value that does not fit
	 * the declaration is left out and never fails the task.
	 * @param tags keys and values in turn
	 */
	void count(String name, double value, String... tags);

	/**
	 * Records a duration in a timer that the type declares, as {@link #count} counts.
	 */
	void record(String name, Duration duration, String... tags);

}
