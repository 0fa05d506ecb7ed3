package io.windhover.management.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the scheduler.
 */
class SchedulerMetrics extends ComponentMetrics<SchedulerMetrics.Series> implements SchedulerListener {

	private final RunningCounts evaluating;

	// a provider, because the scheduler needs its listeners first
	SchedulerMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<SchedulerView> view) {
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
		Counter counter = series().get(flow, triggerType).missed.get(reason);
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
	Series create(SeriesFactory factory, FlowLabels flow, String triggerType) {
		Map<MissedReason, Counter> missed = new EnumMap<>(MissedReason.class);
		for (MissedReason reason : MissedReason.values()) {
			missed.put(reason, factory.counter(Meters.SCHEDULER_TRIGGER_MISSED, flow, triggerType, reason.id()));
		}
		return new Series(factory.counter(Meters.SCHEDULER_TRIGGER, flow, triggerType),
				factory.timer(Meters.SCHEDULER_TRIGGER_DELAY, flow, triggerType),
				factory.gauge(Meters.SCHEDULER_EVALUATE_RUNNING, this.evaluating,
						(counts) -> counts.count(flow, triggerType), flow, triggerType),
				factory.timer(Meters.SCHEDULER_EVALUATE_DURATION, flow, triggerType),
				factory.counter(Meters.SCHEDULER_EVALUATE_FAILED, flow, triggerType), missed);
	}

	record Series(Counter fired, Timer delay, Gauge evaluating, Timer evaluated, Counter failed,
			Map<MissedReason, Counter> missed) implements SeriesCache.Bundle {

		@Override
		public Iterable<? extends Meter> meters() {
			List<Meter> meters = new ArrayList<>(this.missed.values());
			meters.addAll(List.of(this.fired, this.delay, this.evaluating, this.evaluated, this.failed));
			return meters;
		}

	}

}
