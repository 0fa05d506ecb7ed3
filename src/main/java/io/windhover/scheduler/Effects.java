package io.windhover.scheduler;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TriggerCommand.Evaluated;
import io.windhover.execution.TriggerState;

/**
 * What follows from a decision, beside what is stored.
 */
interface Effects {

	void create(ExecutionCommand.Create command);

	void saved(TriggerEntry entry);

	void removed(TriggerState state);

	void evaluated(Evaluated outcome);

	/**
	 * Planned dates have passed without an execution.
	 */
	void missed(TriggerState state, MissedReason reason, int count);

}
