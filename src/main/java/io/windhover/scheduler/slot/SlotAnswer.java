package io.windhover.scheduler.slot;

import io.windhover.flow.Concurrency;

/**
 * What follows from an event for executions, or for the machine itself.
 */
public sealed interface SlotAnswer {

	/** The execution holds a slot and may begin. */
	record Admitted(String executionId) implements SlotAnswer {
	}

	/** The execution ends, because as many as may run do. */
	record Refused(String executionId, Concurrency concurrency) implements SlotAnswer {
	}

	/** Come back with {@link SlotEvent.Continued} in a transaction of its own. */
	record Continue(long number) implements SlotAnswer {
	}

}
