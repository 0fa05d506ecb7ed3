package io.windhover.management.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.execution.TriggerState;
import io.windhover.scheduler.SchedulerView;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The triggers that this scheduler schedules, with their next dates.
 */
@Endpoint(id = "scheduler")
public class SchedulerEndpoint {

	private final SchedulerView scheduler;

	private final Clock clock;

	SchedulerEndpoint(SchedulerView scheduler, Clock clock) {
		this.scheduler = scheduler;
		this.clock = clock;
	}

	@ReadOperation
	public SchedulerDescriptor scheduler(@Nullable String namespace, @Nullable String flowId) {
		Filters.check("namespace", namespace);
		Filters.check("flowId", flowId);
		Instant now = this.clock.instant();
		List<SchedulableDescriptor> schedulable = this.scheduler.scheduled()
			.stream()
			.filter((each) -> Filters.passes(namespace, each.state().namespace())
					&& Filters.passes(flowId, each.state().flowId()))
			.map((each) -> describe(each, now))
			.toList();
		return new SchedulerDescriptor(schedulable.size(), schedulable);
	}

	private static SchedulableDescriptor describe(SchedulerView.Scheduled scheduled, Instant now) {
		TriggerState state = scheduled.state();
		TriggerDescriptor trigger = new TriggerDescriptor(state.triggerId(), state.type(), state.cron(),
				state.timezone());
		LastDescriptor last = (state.last() != null || state.lastExecutionId() != null)
				? new LastDescriptor(date(state.last(), state), state.lastExecutionId()) : null;
		return new SchedulableDescriptor(state.namespace(), state.flowId(), state.revision(), trigger,
				date(state.next(), state), last, state.paused(), scheduled.evaluating(), lateness(state, now));
	}

	private static @Nullable OffsetDateTime date(@Nullable Instant instant, TriggerState state) {
		String timezone = state.timezone();
		ZoneId zone = (timezone != null) ? ZoneId.of(timezone) : ZoneOffset.UTC;
		return (instant != null) ? instant.atZone(zone).toOffsetDateTime() : null;
	}

	private static @Nullable Duration lateness(TriggerState state, Instant now) {
		Instant next = state.next();
		if (next == null) {
			return null;
		}
		return (now.isAfter(next) && !state.paused()) ? Duration.between(next, now) : Duration.ZERO;
	}

	/**
	 * What this scheduler schedules.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record SchedulerDescriptor(int schedulableCount,
			List<SchedulableDescriptor> schedulable) implements OperationResponseBody {
	}

	/**
	 * A trigger of a flow and when it fires.
	 *
	 * @param next null when it has no further date
	 * @param last null when it has not fired yet
	 * @param lateness how long the next date has passed; null when there is none
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record SchedulableDescriptor(String namespace, String flowId, int revision, TriggerDescriptor trigger,
			@Nullable OffsetDateTime next, @Nullable LastDescriptor last, boolean paused, boolean evaluating,
			@Nullable Duration lateness) {
	}

	/**
	 * A trigger.
	 *
	 * @param cron null where it is no schedule
	 * @param timezone null where it is no schedule
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record TriggerDescriptor(String id, String type, @Nullable String cron, @Nullable String timezone) {
	}

	/**
	 * The last fire or evaluation.
	 *
	 * @param executionId what the trigger started last; null when it started nothing yet
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record LastDescriptor(@Nullable OffsetDateTime date, @Nullable String executionId) {
	}

}
