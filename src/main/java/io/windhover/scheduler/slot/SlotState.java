package io.windhover.scheduler.slot;

import io.windhover.flow.Concurrency;
import org.jspecify.annotations.Nullable;

/**
 * How many executions of one flow run and wait. Those that wait have places in a queue,
 * counted from 0; a place is never given out again.
 *
 * @param concurrency of the current revision; null while any number may run
 * @param deleted the flow was deleted: its last concurrency still holds for what waits
 * @param running executions that hold a slot
 * @param head no place before it is taken
 * @param tail the place of the next to wait
 * @param continuing the rest of an event is on its way
 * @param continuations tells that rest among several
 */
public record SlotState(@Nullable Concurrency concurrency, boolean deleted, int running, int waiting, long head,
		long tail, boolean continuing, long continuations) {

	static final SlotState NONE = new SlotState(null, false, 0, 0, 0, 0, false, 0);

}
