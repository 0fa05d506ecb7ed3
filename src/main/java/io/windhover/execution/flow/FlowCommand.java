package io.windhover.execution.flow;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.windhover.execution.FailureCause;
import io.windhover.execution.FlowEnd;
import io.windhover.execution.State;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler, the one writer of flows, is asked to do with a flow.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({ @JsonSubTypes.Type(value = FlowCommand.Store.class, name = "store"),
		@JsonSubTypes.Type(value = FlowCommand.Delete.class, name = "delete"),
		@JsonSubTypes.Type(value = FlowCommand.Keep.class, name = "keep"),
		@JsonSubTypes.Type(value = FlowCommand.Forget.class, name = "forget"),
		@JsonSubTypes.Type(value = FlowCommand.RequestSlot.class, name = "request-slot"),
		@JsonSubTypes.Type(value = FlowCommand.ReleaseSlot.class, name = "release-slot"),
		@JsonSubTypes.Type(value = FlowCommand.ContinueSlots.class, name = "continue-slots"),
		@JsonSubTypes.Type(value = FlowCommand.BackfillEnded.class, name = "backfill-ended"),
		@JsonSubTypes.Type(value = FlowCommand.Heard.class, name = "heard"),
		@JsonSubTypes.Type(value = FlowCommand.Started.class, name = "started"),
		@JsonSubTypes.Type(value = FlowCommand.Ended.class, name = "ended"),
		@JsonSubTypes.Type(value = FlowCommand.Overran.class, name = "overran"),
		@JsonSubTypes.Type(value = FlowCommand.Running.class, name = "running") })
public sealed interface FlowCommand {

	@JsonIgnore
	FlowKey key();

	/**
	 * When it was asked for.
	 */
	Instant at();

	/**
	 * Changes a flow.
	 */
	sealed interface Change extends FlowCommand {

		/**
		 * When it is too late: its sender has reported by then that it was not carried
		 * out.
		 */
		Instant until();

	}

	/**
	 * Names its flow.
	 */
	sealed interface Named extends FlowCommand {

		String namespace();

		String id();

		@Override
		@JsonIgnore
		default FlowKey key() {
			return new FlowKey(namespace(), id());
		}

	}

	/**
	 * Concerns the revisions of a flow that was deleted.
	 */
	sealed interface Revisions extends Named {

	}

	/**
	 * Counts the executions of a flow with {@code concurrency}.
	 */
	sealed interface Slots extends Named {

	}

	/**
	 * Stores a flow as its next revision, unless its source is the current one's.
	 *
	 * @param flow at revision 0
	 * @param change recognised in the stored flow by the process that waits for it
	 * @param note who asked for it, and why; null where that is not known
	 */
	record Store(Flow flow, String change, Instant at, Instant until, @Nullable PauseNote note) implements Change {

		/**
		 * A change of which it is not known who asked for it.
		 */
		public Store(Flow flow, String change, Instant at, Instant until) {
			this(flow, change, at, until, null);
		}

		@Override
		@JsonIgnore
		public FlowKey key() {
			return this.flow.key();
		}

	}

	/**
	 * Deletes a flow; its executions go on.
	 */
	record Delete(String namespace, String id, Instant at, Instant until) implements Change, Named {

	}

	/**
	 * Keeps the revisions of a flow that was deleted, because an execution runs one: sent
	 * by the executor again and again, for as long as that is so.
	 */
	record Keep(String namespace, String id, Instant at) implements Revisions {

	}

	/**
	 * The rest of the revisions of a deleted flow that no execution needs, sent by the
	 * scheduler to itself.
	 *
	 * @param from the first revision that is left
	 */
	record Forget(String namespace, String id, int from, Instant at) implements Revisions {

	}

	/**
	 * Asks for a slot for an execution, which has not begun: answered by
	 * {@link ExecutionCommand.Admit}, at once or later, or by
	 * {@link ExecutionCommand.Refuse}.
	 */
	record RequestSlot(String namespace, String id, String executionId, Instant at) implements Slots {

	}

	/**
	 * Gives back the slot of an execution that has ended, or its place among those that
	 * wait for one.
	 */
	record ReleaseSlot(String namespace, String id, String executionId, Instant at) implements Slots {

	}

	/**
	 * The rest of the admissions that were too many for one event, sent by the scheduler
	 * to itself.
	 *
	 * @param number tells it among several
	 */
	record ContinueSlots(String namespace, String id, long number, Instant at) implements Slots {

	}

	/**
	 * An execution of another flow has ended, to which a trigger of this one listens.
	 *
	 * @param id of the flow that has the trigger
	 */
	record Heard(String namespace, String id, String triggerId, FlowEnd end, Instant at) implements Named {

		/**
		 * Names the trigger among all: {@code namespace/flow/trigger}.
		 */
		public String triggerKey() {
			return this.namespace + "/" + this.id + "/" + this.triggerId;
		}

	}

	/**
	 * An execution of a backfill has ended, so that another may start.
	 *
	 * @param triggerId of the schedule
	 * @param end how the execution ended
	 */
	record BackfillEnded(String namespace, String id, String triggerId, String backfillId, String executionId,
			State end, Instant at) implements Named {

		/**
		 * Names the trigger among all: {@code namespace/flow/trigger}.
		 */
		public String triggerKey() {
			return this.namespace + "/" + this.id + "/" + this.triggerId;
		}

	}

	/**
	 * Becomes part of the history of a flow.
	 */
	sealed interface Happened extends Named {

	}

	/**
	 * An execution of a flow that is to start by a time of day has begun.
	 *
	 * @param at when it began
	 */
	record Started(String namespace, String id, String executionId, Instant at) implements Happened {

	}

	/**
	 * Executions of a flow have ended.
	 *
	 * @param executionId of the last of them
	 * @param state in which it ended
	 * @param createdAt when it was created
	 * @param startedAt null when it never began
	 * @param at when it ended
	 * @param error the beginning of why it failed; null where there is none
	 * @param cause of its failure; null where it has not failed
	 * @param measured the sum of the metric that is expected of it; null where none is
	 * @param count how many ended: more than one only of those that succeed one soon
	 * after the other
	 */
	record Ended(String namespace, String id, String executionId, State state, Instant createdAt,
			@Nullable Instant startedAt, Instant at, @Nullable String error, @Nullable FailureCause cause,
			@Nullable Double measured, long count) implements Happened {

		/**
		 * The same end after others that were not reported.
		 */
		public Ended after(long others) {
			return new Ended(this.namespace, this.id, this.executionId, this.state, this.createdAt, this.startedAt,
					this.at, this.error, this.cause, this.measured, this.count + others);
		}

		@JsonIgnore
		public boolean isSuccess() {
			return this.state == State.SUCCESS || this.state == State.WARNING;
		}

	}

	/**
	 * An execution of a flow takes longer than is expected.
	 *
	 * @param at when it began to
	 */
	record Overran(String namespace, String id, String executionId, Instant at) implements Happened {

	}

	/**
	 * How many executions of a flow one partition of the executor has.
	 *
	 * @param oldest of them; null where there is none, and where a thousand others of the
	 * partition are older
	 */
	record Running(String namespace, String id, int partition, int count, FlowHistory.@Nullable Oldest oldest,
			Instant at) implements Happened {

	}

}
