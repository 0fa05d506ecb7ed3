package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.flow.Flow;
import io.windhover.flow.task.WorkerTask;
import io.windhover.management.metrics.ComponentMetrics;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.FlowSeries;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.worker.WorkerListener;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the worker.
 */
public class WorkerMetrics extends ComponentMetrics<WorkerMetrics.Series> implements WorkerListener {

	private static final List<State> STATES = List.of(State.SUCCESS, State.FAILED, State.KILLED);

	private final ServedTasks served;

	private final RunningCounts running;

	/**
	 * Takes no events before it is bound.
	 * @param served the tasks that this worker may be given, whose series begin at 0
	 * @param view a provider, because the worker needs its listeners first
	 */
	public WorkerMetrics(FlowMeters flows, MetricsProperties properties, ServedTasks served,
			ObjectProvider<WorkerView> view) {
		super(flows, properties);
		this.served = served;
		this.running = new RunningCounts(flows, (counting) -> view.ifAvailable((worker) -> worker.running()
			.forEach((each) -> counting.add(each.job().flow(), each.job().task().type()))));
	}

	/** Only what this worker can count: types of its groups, and no control tasks. */
	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		this.served.tasks(flow).map(WorkerTask::type).distinct().forEach((type) -> series().ensure(labels, type));
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
	public Series create(FlowSeries series, String taskType) {
		FlowLabels flow = series.flow();
		series.followingGauge(Meters.WORKER_RUNNING, this.running, (counts) -> counts.count(flow, taskType), taskType);
		Map<State, Ended> ended = new EnumMap<>(State.class);
		STATES.forEach((state) -> ended.put(state, new Ended(ended(series, state, taskType),
				series.lateTimer(Meters.WORKER_ENDED_DURATION, taskType, state.name()))));
		return new Series(series.counter(Meters.WORKER_STARTED, taskType),
				series.counter(Meters.WORKER_RETRIED, taskType),
				series.lateTimer(Meters.WORKER_QUEUED_DURATION, taskType),
				series.counter(Meters.WORKER_LOG_DROPPED, taskType), ended);
	}

	private static FlowSeries.LateCounter ended(FlowSeries series, State state, String taskType) {
		return (state == State.FAILED) ? series.counter(Meters.WORKER_ENDED, taskType, state.name())
				: series.followingCounter(Meters.WORKER_ENDED, taskType, state.name());
	}

	private Series series(Job job) {
		return series().get(job.flow(), job.task().type());
	}

	record Series(FlowSeries.LateCounter started, FlowSeries.LateCounter retried, FlowSeries.LateTimer queued,
			FlowSeries.LateCounter linesDropped, Map<State, Ended> ended) {
	}

	record Ended(FlowSeries.LateCounter count, FlowSeries.LateTimer duration) {
	}

}
