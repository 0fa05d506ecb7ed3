package io.windhover.execution.flow;

import java.time.Duration;
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
 * @param backfill the last one of a schedule; null when there was none
 */
public record TriggerState(String namespace, String flowId, int revision, String triggerId, String type,
		@Nullable String cron, @Nullable String timezone, @Nullable Instant next, @Nullable Instant last,
		@Nullable String lastExecutionId, boolean paused, Instant updatedAt, long version,
		@Nullable BackfillState backfill) {

	/**
	 * The key of its flow, without the revision.
	 */
	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

	/**
	 * What names the trigger among all: {@code namespace/flow/trigger}.
	 */
	public String key() {
		return this.namespace + "/" + this.flowId + "/" + this.triggerId;
	}

	/**
	 * For how long the next date has passed: not at all while the trigger is paused; null
	 * when there is no next date.
	 */
	public @Nullable Duration lateness(Instant now) {
		Instant planned = this.next;
		if (planned == null) {
			return null;
		}
		return (now.isAfter(planned) && !this.paused) ? Duration.between(planned, now) : Duration.ZERO;
	}

}
