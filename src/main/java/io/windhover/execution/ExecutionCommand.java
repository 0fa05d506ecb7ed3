package io.windhover.execution;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.windhover.execution.trace.Trace;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import org.jspecify.annotations.Nullable;

/**
 * What the executor is asked to do with an execution.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({ @JsonSubTypes.Type(value = ExecutionCommand.Create.class, name = "create"),
		@JsonSubTypes.Type(value = ExecutionCommand.Admit.class, name = "admit"),
		@JsonSubTypes.Type(value = ExecutionCommand.Refuse.class, name = "refuse"),
		@JsonSubTypes.Type(value = ExecutionCommand.Kill.class, name = "kill"),
		@JsonSubTypes.Type(value = ExecutionCommand.Pause.class, name = "pause"),
		@JsonSubTypes.Type(value = ExecutionCommand.Unpause.class, name = "unpause"),
		@JsonSubTypes.Type(value = ExecutionCommand.Resume.class, name = "resume"),
		@JsonSubTypes.Type(value = ExecutionCommand.SubflowEnded.class, name = "subflow-ended"),
		@JsonSubTypes.Type(value = ExecutionCommand.Continue.class, name = "continue"),
		@JsonSubTypes.Type(value = ExecutionCommand.Forget.class, name = "forget"),
		@JsonSubTypes.Type(value = ExecutionCommand.Delete.class, name = "delete") })
public sealed interface ExecutionCommand {

	String executionId();

	Instant at();

	/**
	 * Starts an execution.
	 *
	 * @param flow the revision to run; the command waits where its record has not arrived
	 * @param rerun what it takes up; null when it is a run of its own
	 * @param kept the results that it keeps, by path; null when it takes nothing up
	 * @param outputs what tasks have set that do not run again; null when there is none
	 * @param parent the task whose subflow it is; null when it is none
	 * @param trace null where it is not traced
	 * @param requestDigest of a request with an idempotency key; null where it is none
	 */
	record Create(String executionId, Instant at, FlowRef flow, Map<String, Object> inputs, Map<String, String> labels,
			@Nullable TriggerFire trigger, @Nullable Rerun rerun, @Nullable Map<String, KeptResult> kept,
			@Nullable Map<String, Object> outputs, @Nullable ParentTask parent, @Nullable Trace trace,
			@Nullable String requestDigest) implements ExecutionCommand {

		/**
		 * Starts a run for no request with an idempotency key.
		 */
		public Create(String executionId, Instant at, FlowRef flow, Map<String, Object> inputs,
				Map<String, String> labels, @Nullable TriggerFire trigger, @Nullable Rerun rerun,
				@Nullable Map<String, KeptResult> kept, @Nullable Map<String, Object> outputs,
				@Nullable ParentTask parent, @Nullable Trace trace) {
			this(executionId, at, flow, inputs, labels, trigger, rerun, kept, outputs, parent, trace, null);
		}

		/**
		 * Starts a run of its own.
		 */
		public Create(String executionId, Instant at, FlowRef flow, Map<String, Object> inputs,
				Map<String, String> labels, @Nullable TriggerFire trigger) {
			this(executionId, at, flow, inputs, labels, trigger, null, null, null, null, null);
		}

		/**
		 * Starts a run that is not traced.
		 */
		public Create(String executionId, Instant at, FlowRef flow, Map<String, Object> inputs,
				Map<String, String> labels, @Nullable TriggerFire trigger, @Nullable Rerun rerun,
				@Nullable Map<String, KeptResult> kept, @Nullable Map<String, Object> outputs,
				@Nullable ParentTask parent) {
			this(executionId, at, flow, inputs, labels, trigger, rerun, kept, outputs, parent, null);
		}

		/**
		 * Starts a run that takes another one up.
		 */
		public Create(String executionId, Instant at, FlowRef flow, Map<String, Object> inputs,
				Map<String, String> labels, @Nullable TriggerFire trigger, Rerun rerun, Map<String, KeptResult> kept,
				@Nullable Map<String, Object> outputs) {
			this(executionId, at, flow, inputs, labels, trigger, rerun, kept, outputs, null, null);
		}

		/**
		 * The same in a trace.
		 */
		public Create in(@Nullable Trace known) {
			return new Create(this.executionId, this.at, this.flow, this.inputs, this.labels, this.trigger, this.rerun,
					this.kept, this.outputs, this.parent, known, this.requestDigest);
		}

		/**
		 * The same for a request with an idempotency key.
		 */
		public Create askedBy(String digest) {
			return new Create(this.executionId, this.at, this.flow, this.inputs, this.labels, this.trigger, this.rerun,
					this.kept, this.outputs, this.parent, this.trace, digest);
		}

	}

	/**
	 * Lets an execution begin that asked for a slot of its flow.
	 *
	 * @param flow where the slot is given back when nobody waits for it
	 */
	record Admit(String executionId, Instant at, FlowKey flow) implements ExecutionCommand {
	}

	/**
	 * Ends an execution that asked for a slot of its flow and gets none.
	 *
	 * @param end KILLED or FAILED
	 */
	record Refuse(String executionId, Instant at, State end, String reason) implements ExecutionCommand {
	}

	/**
	 * Ends an execution early.
	 *
	 * @param by who asked for it; null where that is not known
	 * @param parent the task whose subflow it is, which waits for its end; null when
	 * nobody does
	 */
	record Kill(String executionId, Instant at, @Nullable String by,
			@Nullable ParentTask parent) implements ExecutionCommand {

		/**
		 * Ends an execution for somebody.
		 */
		public Kill(String executionId, Instant at, @Nullable String by) {
			this(executionId, at, by, null);
		}

	}

	/**
	 * Lets what runs of an execution end, and nothing more begin.
	 */
	record Pause(String executionId, Instant at) implements ExecutionCommand {
	}

	/**
	 * Lets an execution that is paused as a whole go on.
	 */
	record Unpause(String executionId, Instant at) implements ExecutionCommand {
	}

	/**
	 * Ends the wait of a {@code pause}.
	 *
	 * @param path of the pause
	 * @param inputs become the outputs of its task
	 * @param inputsSize in bytes of JSON
	 */
	record Resume(String executionId, Instant at, String path, Map<String, Object> inputs,
			int inputsSize) implements ExecutionCommand {
	}

	/**
	 * The end of a subflow that a task of the execution waits for.
	 *
	 * @param path of the task
	 * @param attempt of the task
	 * @param state in which the subflow ended
	 * @param outputs what it gives; null where there is none
	 * @param error why it failed; null where it did not
	 */
	record SubflowEnded(String executionId, Instant at, String path, int attempt, State state,
			@Nullable Map<String, Object> outputs, @Nullable String error) implements ExecutionCommand {
	}

	/**
	 * The rest of an event that was too much for one, sent by the executor to itself.
	 *
	 * @param path of the scope that goes on
	 * @param number tells it among several
	 */
	record Continue(String executionId, Instant at, String path, int number) implements ExecutionCommand {
	}

	/**
	 * The rest of the outputs that a loop kept and nobody sees any more, sent by the
	 * executor to itself.
	 *
	 * @param loop the path of the loop, with its attempt; it never comes again
	 * @param size iterations begun
	 * @param from the first iteration that is left
	 */
	record Forget(String executionId, Instant at, String loop, int size, int from) implements ExecutionCommand {
	}

	/**
	 * Deletes an execution that has ended, with all that is kept of it.
	 */
	record Delete(String executionId, Instant at) implements ExecutionCommand {
	}

}
