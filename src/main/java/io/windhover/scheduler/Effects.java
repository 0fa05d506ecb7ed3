package io.windhover.scheduler;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TriggerState;

/**
 * What follows from a decision, beside what is stored.
 */
interface Effects {

	void create(ExecutionCommand.Create command);

	void saved(TriggerState state);

	void removed(TriggerState state);

}
