package io.windhover.worker.task;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What an attempt knows of itself and how it tells of its progress. Safe for several
 * threads.
 */
public interface TaskContext {

	String executionId();

	String taskRunId();

	String taskId();

	FlowKey flow();

	/**
	 * Counts from 1.
	 */
	int attempt();

	/**
	 * What is sent along with calls, so that the called one continues the trace.
	 */
	default TraceHeaders traceHeaders() {
		return TraceHeaders.NONE;
	}

	/**
	 * Writes a line to the log of the task run.
	 */
	void log(Level level, String message);

	/**
	 * A text with a mask for each secret of the attempt; for a text that is cut before it
	 * is given away, because part of a secret cannot always be known as one.
	 */
	String masked(String text);

	/**
	 * The same for a text that came cut off: its end is masked too, which may be the
	 * beginning of a secret.
	 */
	String maskedCut(String text);

	/**
	 * Tells a fact of the running attempt that helps to see why it takes long, such as
	 * the id of a process; no secret, because whoever may look at the worker sees it.
	 */
	void tell(String name, Object value);

	/**
	 * Sets a label of the execution once this attempt has succeeded.
	 */
	void setLabel(String name, String value);

	/**
	 * Sets an output of the execution once this attempt has succeeded.
	 */
	void setOutput(String name, Object value);

	/**
	 * Makes an empty directory for this attempt, which deletes it when it is done; what a
	 * killed process leaves is deleted at the next start.
	 */
	Path createDirectory() throws IOException;

	/**
	 * The working directory that the task shares with those around it in a
	 * {@code sequential}, with what those before it have left there; null where it shares
	 * none. What is in it when the task has succeeded the next ones find.
	 */
	@Nullable Path workingDirectory() throws IOException;

	/**
	 * Processes that it may have at a time, all that they start included.
	 */
	int maxProcesses();

	/**
	 * The files that this attempt reads and makes.
	 */
	TaskFiles files();

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
