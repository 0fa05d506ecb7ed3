package io.windhover.api.trigger;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerState;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of a backfill.
 */
@Schema(name = "Backfill")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BackfillDescriptor(@Schema(description = "Executions that it started name it as trigger.backfill.") String id,
		@Schema(description = "HELD while the trigger is paused or its flow disabled.") Stage state, Instant from,
		Instant to, int concurrency, @Schema(description = "How many dates the range has.") int dates,
		@Schema(description = "The date that starts an execution next; absent when none is left.") @Nullable Instant next,
		@Schema(description = "Executions started.") int started,
		@Schema(description = "Of those started, the executions that have not ended.") int running,
		@Schema(description = "Of those started, the executions that ended as FAILED or KILLED.") int failed,
		@Schema(description = "Dates that have started no execution yet.") int remaining, Instant since,
		@Schema(description = "Absent while it goes on.") @Nullable Instant endedAt) {

	static BackfillDescriptor of(BackfillState backfill, TriggerState trigger, boolean disabled) {
		Stage standing = !backfill.isActive() ? (backfill.cancelled() ? Stage.CANCELLED : Stage.DONE)
				: (trigger.paused() || disabled) ? Stage.HELD : Stage.RUNNING;
		return new BackfillDescriptor(backfill.id(), standing, backfill.from(), backfill.to(), backfill.concurrency(),
				backfill.dates(), backfill.next(), backfill.started(), backfill.running(), backfill.failed(),
				backfill.remaining(), backfill.since(), backfill.endedAt());
	}

	/** How a backfill stands. */
	enum Stage {

		RUNNING, HELD, DONE, CANCELLED

	}

}
