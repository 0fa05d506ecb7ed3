package io.windhover.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.trace.Trace;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow, without its scopes and task runs, which are entries of their own so
 * that the cost of an event does not grow with them.
 *
 * @param outputs what its tasks have set, and what its flow gives once it has ended as
 * SUCCESS or WARNING; null where there is none
 * @param rerun what it takes up; null when it is a run of its own
 * @param parent the task whose subflow it is; null when it is none
 * @param waitsFor what lets it begin, while it is QUEUED; null otherwise
 * @param killRequested whether somebody asked to kill it
 * @param held true while somebody has paused it as a whole, so that nothing begins; else
 * null
 * @param taskRuns how many task runs and control tasks have a document, once it has
 * ended; null before
 * @param version grows with each change: of two documents the higher is the newer
 * @param failedTaskType the type of the task, however deep, for which it failed; null
 * where it did not, where it failed by itself, and where an older version ended it
 * @param trace null where it is not traced
 * @param requestDigest of what the request with an idempotency key gave that the
 * execution does not show unchanged; null where there was no such request
 */
public record Execution(String id, String namespace, String flowId, int flowRevision, State state,
		List<StateChange> history, Map<String, String> labels, Map<String, Object> inputs,
		@Nullable Map<String, Object> outputs, @Nullable TriggerFire trigger, @Nullable Rerun rerun,
		@Nullable ParentTask parent, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
		@Nullable String error, @Nullable String waitsFor, boolean killRequested, @Nullable Boolean held,
		@Nullable Integer taskRuns, long version, @Nullable String failedTaskType, @Nullable Trace trace,
		@Nullable String requestDigest) {

	/**
	 * One that is not traced.
	 */
	public Execution(String id, String namespace, String flowId, int flowRevision, State state,
			List<StateChange> history, Map<String, String> labels, Map<String, Object> inputs,
			@Nullable Map<String, Object> outputs, @Nullable TriggerFire trigger, @Nullable Rerun rerun,
			@Nullable ParentTask parent, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
			@Nullable String error, @Nullable String waitsFor, boolean killRequested, @Nullable Boolean held,
			@Nullable Integer taskRuns, long version) {
		this(id, namespace, flowId, flowRevision, state, history, labels, inputs, outputs, trigger, rerun, parent,
				createdAt, startedAt, endedAt, error, waitsFor, killRequested, held, taskRuns, version, null, null,
				null);
	}

	/**
	 * A run of its own.
	 */
	public Execution(String id, String namespace, String flowId, int flowRevision, State state,
			List<StateChange> history, Map<String, String> labels, Map<String, Object> inputs,
			@Nullable Map<String, Object> outputs, @Nullable TriggerFire trigger, Instant createdAt,
			@Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String error, @Nullable String waitsFor,
			boolean killRequested, long version) {
		this(id, namespace, flowId, flowRevision, state, history, labels, inputs, outputs, trigger, null, null,
				createdAt, startedAt, endedAt, error, waitsFor, killRequested, null, null, version, null, null, null);
	}

	/**
	 * An execution as it is the moment its command was given.
	 */
	public static Execution created(ExecutionCommand.Create command) {
		return new Execution(command.executionId(), command.flow().namespace(), command.flow().id(),
				command.flow().revision(), State.CREATED, List.of(new StateChange(State.CREATED, command.at())),
				command.labels(), command.inputs(), command.outputs(), command.trigger(), command.rerun(),
				command.parent(), command.at(), null, null, null, null, false, null, null, 0, null, command.trace(),
				command.requestDigest());
	}

	/**
	 * The same with other labels.
	 */
	public Execution withLabels(Map<String, String> all) {
		return with(all, this.outputs, this.taskRuns);
	}

	/**
	 * The same with what its flow gives.
	 */
	public Execution withOutputs(Map<String, Object> given) {
		return with(this.labels, given, this.taskRuns);
	}

	/**
	 * The same with how many documents its task runs and control tasks have.
	 */
	public Execution withTaskRuns(int count) {
		return with(this.labels, this.outputs, count);
	}

	/**
	 * The same with the type of the task for which it failed.
	 */
	public Execution withFailedTaskType(String type) {
		return new Execution(this.id, this.namespace, this.flowId, this.flowRevision, this.state, this.history,
				this.labels, this.inputs, this.outputs, this.trigger, this.rerun, this.parent, this.createdAt,
				this.startedAt, this.endedAt, this.error, this.waitsFor, this.killRequested, this.held, this.taskRuns,
				this.version, type, this.trace, this.requestDigest);
	}

	private Execution with(Map<String, String> newLabels, @Nullable Map<String, Object> newOutputs,
			@Nullable Integer newTaskRuns) {
		return new Execution(this.id, this.namespace, this.flowId, this.flowRevision, this.state, this.history,
				newLabels, this.inputs, newOutputs, this.trigger, this.rerun, this.parent, this.createdAt,
				this.startedAt, this.endedAt, this.error, this.waitsFor, this.killRequested, this.held, newTaskRuns,
				this.version, this.failedTaskType, this.trace, this.requestDigest);
	}

	/**
	 * Whether somebody has paused it as a whole.
	 */
	public boolean onHold() {
		return this.held != null;
	}

	/**
	 * The revision that it runs.
	 */
	public FlowRef flowRef() {
		return new FlowRef(this.namespace, this.flowId, this.flowRevision);
	}

	/**
	 * The key of its flow, without the revision.
	 */
	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

	/**
	 * The trace of what one of its tasks starts; null where it is not traced.
	 */
	public @Nullable Trace traceUnder(String path) {
		return (this.trace != null) ? this.trace.under(Trace.spanId(taskRunId(path))) : null;
	}

	/**
	 * A document of one of its task runs or scopes as it is published: of those that have
	 * ended spans are made.
	 */
	public TaskRun traced(TaskRun document) {
		return (this.trace != null && this.trace.sampled() && document.state().isTerminal()) ? document.in(this.trace)
				: document;
	}

	/**
	 * The id of one of its task runs or scopes, the same whoever computes it.
	 */
	public String taskRunId(String path) {
		return this.id + "." + path;
	}

}
