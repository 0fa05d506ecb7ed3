package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.windhover.http.Paged;
import io.windhover.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint of the scheduler answers.
 */
public final class SchedulerDescriptors {

	private SchedulerDescriptors() {
	}

	/**
	 * What this scheduler schedules.
	 *
	 * @param schedulableCount all that the filters let pass, on whatever page
	 * @param more whether there are some on further pages
	 * @param concurrency of the flows that limit their executions, those of this page
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Scheduler(int schedulableCount, List<Schedulable> schedulable, int page, int size, boolean more,
			List<Limited> concurrency) implements OperationResponseBody, Paged {
	}

	/**
	 * A flow that limits how many of its executions run at once.
	 *
	 * @param limit null when the current revision has none any more
	 * @param behavior null when the current revision has none any more
	 * @param running executions that hold a slot
	 * @param waiting executions that are QUEUED
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Limited(String namespace, String flowId, @Nullable Integer limit, @Nullable String behavior,
			int running, int waiting) {
	}

	/**
	 * A trigger of a flow and when it fires.
	 *
	 * @param next null when it has no further date
	 * @param last null when it has not fired yet
	 * @param lateness how long the next date has passed; null when there is none
	 * @param backfill the last one; null when there was none
	 * @param failedEvaluations null for a webhook, whose calls the API answers
	 * @param pause null when it is not paused
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Schedulable(String namespace, String flowId, int revision, Trigger trigger,
			@Nullable OffsetDateTime next, @Nullable Last last, boolean paused, boolean evaluating,
			@Nullable Duration lateness, @Nullable Backfill backfill, @Nullable FailedEvaluations failedEvaluations,
			@Nullable Pause pause) {
	}

	/**
	 * Who paused a trigger, when, and why.
	 *
	 * @param by null where an older version paused it
	 * @param reason in their words; null when they gave none
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Pause(OffsetDateTime since, @Nullable String by, @Nullable String reason) {
	}

	/**
	 * How many evaluations of a trigger failed on this instance.
	 *
	 * @param consecutive those since the last one that did not fail
	 * @param lastError null when none failed
	 * @param lastAt null when none failed
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record FailedEvaluations(long total, long consecutive, @Nullable String lastError,
			@Nullable OffsetDateTime lastAt) {
	}

	/**
	 * How far a backfill of a schedule is.
	 *
	 * @param next the date that starts an execution next; null when none is left
	 * @param remaining dates that have started no execution yet
	 * @param endedAt null while it goes on
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Backfill(String id, OffsetDateTime from, OffsetDateTime to, int concurrency, int dates,
			@Nullable OffsetDateTime next, int started, int running, int failed, int remaining, OffsetDateTime since,
			@Nullable OffsetDateTime endedAt, boolean cancelled) {
	}

	/**
	 * A problem as of RFC 9457: it may have the trigger, and does not know.
	 */
	public record NotKnown(String type, String title, int status, String detail,
			String hint) implements OperationResponseBody {

		static final int STATUS = 503;

		static final NotKnown INSTANCE = new NotKnown(Problem.TYPE, "Service Unavailable", STATUS,
				"This scheduler does not know its triggers yet",
				"Try again soon; /health and /kafkastreams show what its partitions wait for");

	}

	/**
	 * All about a trigger.
	 *
	 * @param schedulable its fields stand among those of this
	 * @param missed the dates that passed without an execution, by reason
	 * @param cause why it does not fire; null when nothing is known to hold it up
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Detail(@JsonUnwrapped Schedulable schedulable, List<OffsetDateTime> nextDates,
			Map<String, Long> missed, @Nullable OffsetDateTime pausedSince, @Nullable OffsetDateTime evaluatingSince,
			@Nullable LastEvaluation lastEvaluation, @Nullable Cause cause) implements OperationResponseBody {
	}

	/**
	 * A trigger.
	 *
	 * @param cron null where it is no schedule
	 * @param timezone null where it is no schedule
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Trigger(String id, String type, @Nullable String cron, @Nullable String timezone) {
	}

	/**
	 * The last fire or evaluation.
	 *
	 * @param executionId what the trigger started last; null when it started nothing yet
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Last(@Nullable OffsetDateTime date, @Nullable String executionId) {
	}

	/**
	 * The last evaluation on this instance.
	 *
	 * @param error null when the condition could be evaluated
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record LastEvaluation(OffsetDateTime date, OffsetDateTime endedAt, boolean fired, @Nullable String error) {
	}

	/**
	 * Why a trigger does not fire.
	 *
	 * @param kind one of a fixed set, for machines
	 * @param since null when it is not known
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Cause(String kind, String detail, @Nullable OffsetDateTime since) {
	}

}
