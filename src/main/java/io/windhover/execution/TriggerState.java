package io.windhover.execution;

import java.time.Instant;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Where a trigger stands.
 *
 * @param cron of a schedule; null for others
 * @param timezone of a schedule; null for others
 * @param next the planned date; null when there is none
 * @param last the planned date of the last fire or evaluation that was acted upon
 * @param lastExecutionId what it started last
 * @param version grows with each change
 */
public record TriggerState(String namespace, String flowId, int revision, String triggerId, String type,
		@Nullable String cron, @Nullable String timezone, @Nullable Instant next, @Nullable Instant last,
		@Nullable String lastExecutionId, boolean paused, Instant updatedAt, long version) {

	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

	/**
	 * What names the trigger among all: {@code namespace/flow/trigger}.
	 */
	public String key() {
		return this.namespace + "/" + this.flowId + "/" + this.triggerId;
	}

}
