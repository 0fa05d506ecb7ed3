package io.windhover.execution.flow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.windhover.flow.ScheduleConditions;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler is told about a trigger.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({ @JsonSubTypes.Type(value = TriggerCommand.Evaluated.class, name = "evaluated"),
		@JsonSubTypes.Type(value = TriggerCommand.Pause.class, name = "pause"),
		@JsonSubTypes.Type(value = TriggerCommand.Resume.class, name = "resume"),
		@JsonSubTypes.Type(value = TriggerCommand.Fire.class, name = "fire"),
		@JsonSubTypes.Type(value = TriggerCommand.Backfill.class, name = "backfill"),
		@JsonSubTypes.Type(value = TriggerCommand.CancelBackfill.class, name = "cancel-backfill") })
public sealed interface TriggerCommand {

	String namespace();

	String flowId();

	String triggerId();

	Instant at();

	/**
	 * Names the trigger among all: {@code namespace/flow/trigger}.
	 */
	default String triggerKey() {
		return namespace() + "/" + flowId() + "/" + triggerId();
	}

	/**
	 * A polling trigger was evaluated.
	 *
	 * @param date the planned date of the evaluation, by which a repeated outcome is
	 * known
	 * @param fire whether the condition held
	 * @param variables what templates see as {@code trigger}
	 * @param error why the evaluation failed; null when it did not
	 * @param requestId what asked for the evaluation; null when its date did
	 * @param read of a topic; null where the trigger reads none
	 */
	record Evaluated(String namespace, String flowId, String triggerId, Instant at, Instant date, boolean fire,
			Map<String, Object> variables, @Nullable String error, @Nullable String requestId,
			@Nullable ReadRecords read) implements TriggerCommand {
	}

	/**
	 * The trigger fires at none of its dates until it is resumed.
	 *
	 * @param note who asks for it and why; null where an older version does
	 */
	record Pause(String namespace, String flowId, String triggerId, Instant at,
			@Nullable PauseNote note) implements TriggerCommand {

		/**
		 * A pause of which nobody says why.
		 */
		public Pause(String namespace, String flowId, String triggerId, Instant at) {
			this(namespace, flowId, triggerId, at, null);
		}

	}

	/**
	 * The trigger fires at its dates again, from the next one after this on.
	 */
	record Resume(String namespace, String flowId, String triggerId, Instant at) implements TriggerCommand {
	}

	/**
	 * The trigger fires once beside its dates, or is evaluated once if it is polled.
	 *
	 * @param requestId by which a repeated command is known
	 */
	record Fire(String namespace, String flowId, String triggerId, Instant at,
			String requestId) implements TriggerCommand {

		/**
		 * The execution that such a request starts: the same for the same request,
		 * whatever its date.
		 * @param triggerKey as {@link TriggerCommand#triggerKey()} has it
		 */
		public static String executionId(String triggerKey, String requestId) {
			return UUID.nameUUIDFromBytes((triggerKey + "!" + requestId).getBytes(StandardCharsets.UTF_8)).toString();
		}

	}

	/**
	 * A schedule starts an execution for each date of a range.
	 *
	 * @param until when it is too late: its sender has reported by then that it does not
	 * begin
	 * @param backfillId by which a repeated command is known
	 * @param cron of the schedule when it was requested, which gives the dates
	 * @param conditions of the schedule when it was requested; null for none
	 * @param dates how many the range has
	 * @param concurrency how many of its executions may run at once
	 * @param inputs in the place of those that the trigger gives, converted to their
	 * types
	 */
	record Backfill(String namespace, String flowId, String triggerId, Instant at, Instant until, String backfillId,
			String cron, ZoneId timezone, @Nullable ScheduleConditions conditions, Instant from, Instant to, int dates,
			int concurrency, Map<String, Object> inputs) implements TriggerCommand {
	}

	/**
	 * A backfill starts no more executions; those that run go on.
	 *
	 * @param until when it is too late
	 */
	record CancelBackfill(String namespace, String flowId, String triggerId, Instant at, Instant until,
			String backfillId) implements TriggerCommand {
	}

}
