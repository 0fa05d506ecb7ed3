package io.windhover.execution;

import java.time.Instant;
import java.util.Map;

import io.windhover.execution.trace.Trace;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.FlowKey;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * A task run handed to a worker, which renders the task's templates.
 *
 * @param variables what the templates see: inputs, trigger, execution, flow, labels, and
 * of the outputs only those that the templates name
 * @param queuedAt when this attempt was dispatched
 * @param workingDirectory that its task shares with others; null where it shares none
 * @param logged in the attempts before; null where none is known to have logged anything
 * @param trace of its execution; null where it is not traced
 */
public record Job(String executionId, String taskRunId, int attempt, String namespace, String flowId, int flowRevision,
		WorkerTask task, Map<String, Object> variables, Instant queuedAt, @Nullable WorkingDirectory workingDirectory,
		LogLine.@Nullable LogVolume logged, @Nullable Trace trace) {

	/**
	 * The id of the span of its attempt.
	 */
	public String spanId() {
		return Trace.spanId(this.taskRunId, this.attempt);
	}

	/**
	 * What its attempt gives to what it calls.
	 */
	public TraceHeaders traceHeaders() {
		return (this.trace != null) ? this.trace.headers(spanId()) : TraceHeaders.NONE;
	}

	/**
	 * The key of its flow, without the revision.
	 */
	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

}
