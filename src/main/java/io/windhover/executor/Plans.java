package io.windhover.executor;

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

}
