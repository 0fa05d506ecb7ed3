package io.windhover.api.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of the triggers of a flow.
 */
@Schema(name = "Triggers")
record TriggersDescriptor(List<TriggerDescriptor> items) {

	/**
	 * A trigger, without its configuration, which may hold secrets.
	 */
	@Schema(name = "Trigger")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record TriggerDescriptor(String id, String type, @Schema(description = "Of a schedule.") @Nullable String cron,
			@Schema(description = "Of a schedule.") @Nullable String timezone, boolean paused,
			@Schema(description = "The next ones that are planned: of a schedule up to five.") List<Instant> next,
			@Schema(description = "The planned date of the last fire or evaluation that was acted upon.") @Nullable Instant last,
			@Schema(description = "What it started last.") @Nullable String lastExecutionId,
			@Schema(description = "The last one; absent where there was none.") @Nullable BackfillDescriptor backfill) {

		private static final int DATES = 5;

		/**
		 * Describes a trigger.
		 * @param state null before its scheduler has planned it
		 */
		static TriggerDescriptor of(Trigger trigger, @Nullable TriggerState state, boolean disabled) {
			ScheduleTrigger schedule = (trigger instanceof ScheduleTrigger found) ? found : null;
			String cron = (schedule != null) ? schedule.cron() : null;
			String timezone = (schedule != null) ? schedule.timezone().getId() : null;
			if (state == null) {
				return new TriggerDescriptor(trigger.id(), trigger.type(), cron, timezone, false, List.of(), null, null,
						null);
			}
			BackfillState backfill = state.backfill();
			return new TriggerDescriptor(trigger.id(), trigger.type(), cron, timezone, state.paused(),
					dates(schedule, state.next()), state.last(), state.lastExecutionId(),
					(backfill != null) ? BackfillDescriptor.of(backfill, state, disabled) : null);
		}

		private static List<Instant> dates(@Nullable ScheduleTrigger schedule, @Nullable Instant next) {
			if (next == null) {
				return List.of();
			}
			return (schedule == null) ? List.of(next)
					: Stream
						.<@Nullable Instant>iterate(next, Objects::nonNull,
								(date) -> schedule.next(Objects.requireNonNull(date)))
						.limit(DATES)
						.map(Objects::requireNonNull)
						.toList();
		}

	}

}
