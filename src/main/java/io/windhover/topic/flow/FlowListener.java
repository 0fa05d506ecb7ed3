package io.windhover.topic.flow;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;

/**
 * Is told of the flows, on the directory's thread.
 */
public interface FlowListener {

	/**
	 * A flow is new, or has a new revision.
	 */
	void flowStored(Flow flow);

	void flowDeleted(FlowKey flow);

}
