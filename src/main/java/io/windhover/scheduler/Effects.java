package io.windhover.scheduler;

import io.windhover.execution.ExecutionCommand;
import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;
import io.windhover.execution.TriggerCommand.Evaluated;
import io.windhover.execution.TriggerState;

/**
 * What follows from a decision, beside what is stored.
 */
interface Effects {

	void create(ExecutionCommand.Create command);

	/**
	 * A record of the flows: the current revision under its flow's key, each revision
	 * under its own.
	 * @param flow null for a tombstone
	 */
	void stored(String key, @Nullable Flow flow);

	void saved(TriggerEntry entry);

	void removed(TriggerState state);

	void evaluated(Evaluated outcome);

	/**
	 * Planned dates have passed without an execution.
	 */
	void missed(TriggerState state, MissedReason reason, int count);

}
