package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.scheduler.SchedulerView;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a trigger does not fire.
 */
final class TriggerCauses {

	/** A date is looked at a tick after it has passed, which is not late. */
	private static final Duration LATE = Duration.ofSeconds(5);

	static final Found FLOW_DISABLED = new Found("flow-disabled",
			"Its flow is disabled: it has no dates until the flow is stored without 'disabled: true'", null);

	private TriggerCauses() {
	}

	/**
	 * The first cause that holds; null when there is none.
	 */
	static @Nullable Found find(SchedulerView.Detail detail, SchedulerView scheduler, Instant now) {
		TriggerState state = detail.scheduled().state();
		Instant tick = scheduler.lastTick();
		if (state.paused()) {
			return new Found("paused", "It is paused: its dates are left out until it is resumed",
					detail.pausedSince());
		}
		if (!scheduler.isReady()) {
			return new Found("not-running", "This scheduler does not run; see /health and /kafkastreams", tick);
		}
		if (scheduler.isHolding()) {
			return new Found("maintenance",
					"The cluster is in maintenance, or that cannot be read here: nothing fires until it ends; GET /cluster reports why",
					null);
		}
		Instant next = state.next();
		if (next != null && next.plus(LATE).isBefore(now)) {
			return late(next, tick);
		}
		if (next == null) {
			return withoutDate(detail);
		}
		return ofEvaluation(detail);
	}

	private static @Nullable Found withoutDate(SchedulerView.Detail detail) {
		return switch (detail.scheduled().state().type()) {
			case WebhookTrigger.TYPE -> null;
			case FlowTrigger.TYPE -> ofEvaluation(detail);
			default -> new Found("no-next-date", "Its cron has no date from now on that meets its conditions", null);
		};
	}

	private static Found late(Instant next, @Nullable Instant tick) {
		return (tick == null || tick.isBefore(next))
				? new Found("stalled", "The scheduler has not looked for what is due since the date passed", tick)
				: new Found("catching-up", "More is due than the scheduler starts at one look; it is on its way", next);
	}

	private static @Nullable Found ofEvaluation(SchedulerView.Detail detail) {
		if (detail.evaluatingSince() != null) {
			return new Found("evaluating", "It is being evaluated; dates that pass meanwhile are left out",
					detail.evaluatingSince());
		}
		if (detail.waiting()) {
			return new Found("waiting-for-evaluator",
					"Its evaluation waits for one of the threads (windhover.scheduler.evaluators)", null);
		}
		SchedulerView.Evaluation last = detail.lastEvaluation();
		if (last == null || last.fired()) {
			return null;
		}
		return (last.error() != null) ? new Found("evaluation-failed", last.error(), last.endedAt()) : new Found(
				"condition-not-met", "Its condition did not hold when it was last evaluated", last.endedAt());
	}

	/**
	 * A cause.
	 *
	 * @param since null when it is not known
	 */
	record Found(String kind, String detail, @Nullable Instant since) {
	}

}
