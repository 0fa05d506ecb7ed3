package io.windhover.executor;

import java.time.Duration;

import io.windhover.execution.machine.Plan;
import io.windhover.flow.FlowRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds flow revisions, compiled.
 */
interface Plans {

	/**
	 * Null while the record of the revision has not arrived.
	 */
	@Nullable Plan find(FlowRef flow);

	/**
	 * Waits for a revision that is known to exist, because an execution runs it: this
	 * process may just have started. Null when it did not arrive within the timeout.
	 */
	default @Nullable Plan await(FlowRef flow, Duration timeout) {
		return find(flow);
	}

}
