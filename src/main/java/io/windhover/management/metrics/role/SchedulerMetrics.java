package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.management.metrics.ComponentMetrics;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.FlowSeries;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the scheduler.
 */
public class SchedulerMetrics extends ComponentMetrics<SchedulerMetrics.Series> implements SchedulerListener {

	/** What has a date or an event of its own, and no condition to be evaluated. */
	private static final Set<String> NOT_POLLED = Set.of(ScheduleTrigger.TYPE, FlowTrigger.TYPE, WebhookTrigger.TYPE);

	private final RunningCounts evaluating;

	/**
	 * Takes no events before it is bound.
	 * @param view a provider, because the scheduler needs its listeners first
	 */
	public SchedulerMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<SchedulerView> view) {
		super(flows, properties);
		this.evaluating = new RunningCounts(flows, (counting) -> view.ifAvailable(
				(scheduler) -> scheduler.evaluating().forEach((each) -> counting.add(each.flow(), each.type()))));
	}

	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		flow.triggers()
			.stream()
			.filter((trigger) -> !(trigger instanceof WebhookTrigger))
			.map(Trigger::type)
			.distinct()
			.forEach((type) -> series().ensure(labels, type));
	}

	@Override
	public void fired(FlowKey flow, String triggerType, Duration delay) {
		Series found = series().get(flow, triggerType);
		found.fired.increment();
		found.delay.record(delay);
	}

	@Override
	public void backfilled(FlowKey flow, String triggerType) {
		series().get(flow, triggerType).fired.increment();
	}

	@Override
	public void missed(FlowKey flow, String triggerType, MissedReason reason, int count) {
		FlowSeries.LateCounter counter = series().get(flow, triggerType).missed.get(reason);
		if (counter != null) {
			counter.increment(count);
		}
	}

	@Override
	public void evaluationEnded(FlowKey flow, String triggerType, Duration duration) {
		series().get(flow, triggerType).evaluated.record(duration);
	}

	@Override
	public void evaluationFailed(FlowKey flow, String triggerType) {
		series().get(flow, triggerType).failed.increment();
	}

	@Override
	public Series create(FlowSeries series, String triggerType) {
		boolean polled = !NOT_POLLED.contains(triggerType);
		if (polled) {
			FlowLabels flow = series.flow();
			series.gauge(Meters.SCHEDULER_EVALUATE_RUNNING, this.evaluating,
					(counts) -> counts.count(flow, triggerType), triggerType);
		}
		MissedReason atRest = polled ? MissedReason.STILL_EVALUATING : MissedReason.PAUSED;
		Map<MissedReason, FlowSeries.LateCounter> missed = new EnumMap<>(MissedReason.class);
		for (MissedReason reason : MissedReason.values()) {
			missed.put(reason,
					(reason == atRest) ? series.counter(Meters.SCHEDULER_TRIGGER_MISSED, triggerType, reason.id())
							: series.followingCounter(Meters.SCHEDULER_TRIGGER_MISSED, triggerType, reason.id()));
		}
		return new Series(series.counter(Meters.SCHEDULER_TRIGGER, triggerType),
				series.lateTimer(Meters.SCHEDULER_TRIGGER_DELAY, triggerType),
				polled ? series.timer(Meters.SCHEDULER_EVALUATE_DURATION, triggerType)
						: series.lateTimer(Meters.SCHEDULER_EVALUATE_DURATION, triggerType),
				polled ? series.counter(Meters.SCHEDULER_EVALUATE_FAILED, triggerType)
						: series.lateCounter(Meters.SCHEDULER_EVALUATE_FAILED, triggerType),
				missed);
	}

	record Series(FlowSeries.LateCounter fired, FlowSeries.LateTimer delay, FlowSeries.LateTimer evaluated,
			FlowSeries.LateCounter failed, Map<MissedReason, FlowSeries.LateCounter> missed) {
	}

}
