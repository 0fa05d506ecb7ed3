package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerState;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Backfill;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Cause;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Detail;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.FailedEvaluations;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Last;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.LastEvaluation;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Pause;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Schedulable;
import io.windhover.management.endpoint.flow.SchedulerDescriptors.Trigger;
import io.windhover.scheduler.SchedulerView;
import org.jspecify.annotations.Nullable;

/**
 * Describes one trigger, its dates in its own time zone.
 */
final class TriggerDescriber {

	private final SchedulerView.Scheduled scheduled;

	private final TriggerState state;

	private final boolean holding;

	private final ZoneId zone;

	/**
	 * Of a trigger.
	 * @param holding whether nothing may fire, so that no date is late
	 */
	TriggerDescriber(SchedulerView.Scheduled scheduled, boolean holding) {
		this.holding = holding;
		this.scheduled = scheduled;
		this.state = scheduled.state();
		String timezone = this.state.timezone();
		this.zone = (timezone != null) ? ZoneId.of(timezone) : ZoneOffset.UTC;
	}

	Schedulable schedulable(Instant now) {
		Trigger trigger = new Trigger(this.state.triggerId(), this.state.type(), this.state.cron(),
				this.state.timezone());
		Last last = (this.state.last() != null || this.state.lastExecutionId() != null)
				? new Last(date(this.state.last()), this.state.lastExecutionId()) : null;
		return new Schedulable(this.state.namespace(), this.state.flowId(), this.state.revision(), trigger,
				date(this.state.next()), last, this.state.paused(), this.scheduled.evaluating(), lateness(now),
				backfill(this.state.backfill()), failures(this.scheduled.failures()), pause(this.scheduled.pause()));
	}

	private @Nullable Pause pause(SchedulerView.@Nullable Pause pause) {
		PauseNote note = (pause != null) ? pause.note() : null;
		return (pause == null) ? null : new Pause(dated(pause.since()), (note != null) ? note.by() : null,
				(note != null) ? note.reason() : null);
	}

	private @Nullable Duration lateness(Instant now) {
		Duration lateness = this.state.lateness(now);
		return (lateness != null && this.holding) ? Duration.ZERO : lateness;
	}

	private @Nullable FailedEvaluations failures(SchedulerView.@Nullable EvaluationFailures failures) {
		return (failures == null) ? null : new FailedEvaluations(failures.total(), failures.consecutive(),
				failures.lastError(), date(failures.lastAt()));
	}

	private @Nullable Backfill backfill(@Nullable BackfillState backfill) {
		return (backfill == null) ? null
				: new Backfill(backfill.id(), dated(backfill.from()), dated(backfill.to()), backfill.concurrency(),
						backfill.dates(), date(backfill.next()), backfill.started(), backfill.running(),
						backfill.failed(), backfill.remaining(), dated(backfill.since()), date(backfill.endedAt()),
						backfill.cancelled());
	}

	Detail detail(SchedulerView.Detail detail, TriggerCauses.@Nullable Found found, Instant now) {
		Map<String, Long> missed = new LinkedHashMap<>();
		detail.missed().forEach((reason, count) -> missed.put(reason.id(), count));
		SchedulerView.Evaluation last = detail.lastEvaluation();
		return new Detail(schedulable(now), detail.nextDates().stream().map(this::dated).toList(), missed,
				date(detail.pausedSince()), date(detail.evaluatingSince()),
				(last != null)
						? new LastEvaluation(dated(last.date()), dated(last.endedAt()), last.fired(), last.error())
						: null,
				(found != null) ? new Cause(found.kind(), found.detail(), date(found.since())) : null);
	}

	private @Nullable OffsetDateTime date(@Nullable Instant instant) {
		return (instant != null) ? dated(instant) : null;
	}

	private OffsetDateTime dated(Instant instant) {
		return instant.atZone(this.zone).toOffsetDateTime();
	}

}
