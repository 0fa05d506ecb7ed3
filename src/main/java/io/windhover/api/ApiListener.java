package io.windhover.api;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of the calls of webhooks.
 */
public interface ApiListener {

	/**
	 * A call was answered with an execution.
	 */
	void webhookCalled(FlowKey flow);

	/**
	 * A call was refused.
	 * @param flow null where there is none
	 */
	void webhookFailed(@Nullable FlowKey flow, WebhookFailure reason);

}
