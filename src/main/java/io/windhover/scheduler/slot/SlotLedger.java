package io.windhover.scheduler.slot;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Looks up who holds and who waits, each by its exact key.
 */
interface SlotLedger {

	/** Null when the flow never had a concurrency. */
	@Nullable SlotState state(FlowKey flow);

	/**
	 * The place of an execution in the queue, or {@link SlotMachine#HOLDS}; null when it
	 * neither holds nor waits.
	 */
	@Nullable Long place(FlowKey flow, String executionId);

	/** The execution at a place of the queue; null when it waits no longer. */
	@Nullable String waitingAt(FlowKey flow, long place);

}
