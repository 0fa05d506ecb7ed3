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
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.flow.Flow;
import io.windhover.flow.Task;
import io.windhover.worker.WorkerListener;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the worker.
 */
class WorkerMetrics extends ComponentMetrics<WorkerMetrics.Series> implements WorkerListener {

	private static final List<State> STATES = List.of(State.SUCCESS, State.FAILED, State.KILLED);

	private final RunningCounts running;

	// a provider, because the worker needs its listeners first
	WorkerMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<WorkerView> view) {
		super(flows, properties);
		this.running = new RunningCounts(flows, (counting) -> view.ifAvailable((worker) -> worker.running()
			.forEach((each) -> counting.add(each.job().flow(), each.job().task().type()))));
	}

	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		flow.tasks().stream().map(Task::type).distinct().forEach((type) -> series().ensure(labels, type));
	}

	@Override
	public void started(Job job, Duration queued) {
		Series series = series(job);
		series.started.increment();
		series.queued.record(queued);
	}

	@Override
	public void retried(Job job) {
		series(job).retried.increment();
	}

	@Override
	public void ended(Job job, State state, Duration duration) {
		Ended ended = series(job).ended.get(state);
		if (ended == null) {
			throw new IllegalArgumentException("An attempt does not end as " + state);
		}
		ended.count.increment();
		ended.duration.record(duration);
	}

	@Override
	public void lineDropped(Job job) {
		series(job).linesDropped.increment();
	}

	@Override
	Series create(SeriesFactory factory, FlowLabels flow, String taskType) {
		Map<State, Ended> ended = new EnumMap<>(State.class);
		STATES.forEach((state) -> ended.put(state,
				new Ended(factory.counter(Meters.WORKER_ENDED, flow, taskType, state.name()),
						factory.timer(Meters.WORKER_ENDED_DURATION, flow, taskType, state.name()))));
		return new Series(
				factory.gauge(Meters.WORKER_RUNNING, this.running, (counts) -> counts.count(flow, taskType), flow,
						taskType),
				factory.counter(Meters.WORKER_STARTED, flow, taskType),
				factory.counter(Meters.WORKER_RETRIED, flow, taskType),
				factory.timer(Meters.WORKER_QUEUED_DURATION, flow, taskType),
				factory.counter(Meters.WORKER_LOG_DROPPED, flow, taskType), ended);
	}

	private Series series(Job job) {
		return series().get(job.flow(), job.task().type());
	}

	record Series(Gauge running, Counter started, Counter retried, Timer queued, Counter linesDropped,
			Map<State, Ended> ended) implements SeriesCache.Bundle {

		@Override
		public Iterable<? extends Meter> meters() {
			List<Meter> meters = new ArrayList<>(
					List.of(this.running, this.started, this.retried, this.queued, this.linesDropped));
			this.ended.values().forEach((each) -> meters.addAll(List.of(each.count, each.duration)));
			return meters;
		}

	}

	record Ended(Counter count, Timer duration) {
	}

}
