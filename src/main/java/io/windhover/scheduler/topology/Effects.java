package io.windhover.scheduler.topology;

import java.time.Instant;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.history.HistoryVerdict;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.scheduler.slot.SlotState;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a decision, beside what is stored.
 */
interface Effects {

	void send(ExecutionCommand command);

	/** For the scheduler itself, in a transaction of its own. */
	void send(FlowCommand command);

	/**
	 * A record of the flows: the current revision under its flow's key, each revision
	 * under its own.
	 * @param flow null for a tombstone
	 */
	void stored(String key, @Nullable Flow flow);

	/** The executions of a flow with a concurrency. */
	void counted(FlowKey flow, SlotState state);

	/** The history of a flow, each time that it changes. */
	void recorded(FlowHistory history);

	/** The history of a flow for others, some time after it changed. */
	void published(FlowHistory history);

	/** A flow that was deleted has no history any more. */
	void forgotten(FlowKey flow);

	/** What is expected of a flow was missed, or is met again. */
	void decided(FlowKey flow, HistoryVerdict verdict);

	void saved(TriggerEntry entry);

	void removed(TriggerState state);

	void evaluated(Evaluated outcome);

	/** An execution was started. */
	void launched(TriggerState state, Instant date, Instant now);

	/**
	 * Planned dates have passed without an execution.
	 */
	void missed(TriggerState state, MissedReason reason, int count);

}
