package io.windhover.scheduler.slot;

import io.windhover.flow.Concurrency;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the slots of a flow.
 */
public sealed interface SlotEvent {

	/** A revision of the flow was stored. */
	record Stored(@Nullable Concurrency concurrency) implements SlotEvent {
	}

	/** The flow was deleted. */
	record Deleted() implements SlotEvent {
	}

	/** An execution asks for a slot. */
	record Requested(String executionId) implements SlotEvent {
	}

	/** An execution has ended, whether it held a slot or waited. */
	record Released(String executionId) implements SlotEvent {
	}

	/** The rest of an event that was too much for one. */
	record Continued(long number) implements SlotEvent {
	}

}
