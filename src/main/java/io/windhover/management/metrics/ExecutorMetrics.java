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
import io.windhover.execution.CurrentSpan;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.Trace;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the executor.
 */
class ExecutorMetrics extends ComponentMetrics<ExecutorMetrics.Series> implements ExecutorListener {

	private static final List<State> STATES = List.of(State.SUCCESS, State.WARNING, State.FAILED, State.KILLED);

	// the executor's meters tell flows apart, not kinds
	private static final String KIND = Meters.Tag.NONE;

	private final RunningCounts running;

	private final CurrentSpan span;

	// a provider, because the executor needs its listeners first
	ExecutorMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<ExecutorView> view,
			CurrentSpan span) {
		super(flows, properties);
		this.span = span;
		this.running = new RunningCounts(flows, (counting) -> view.ifAvailable(
				(executor) -> executor.executionsByFlow().forEach((key, count) -> counting.add(key, KIND, count))));
	}

	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		series().ensure(labels, KIND);
	}

	@Override
	public void executionStarted(Execution execution) {
		series(execution.flow()).started.increment();
	}

	@Override
	public void executionEnded(Execution execution, Duration duration) {
		Ended ended = ended(execution.flow(), execution.state());
		this.span.during(execution.trace(), () -> Trace.spanId(execution.id()), () -> {
			ended.executions.increment();
			ended.executionDuration.record(duration);
		});
	}

	@Override
	public void taskRunNext(TaskRun taskRun) {
		series(taskRun.flow()).next.increment();
	}

	@Override
	public void taskRunEnded(TaskRun taskRun, Duration duration) {
		Ended ended = ended(taskRun.flow(), taskRun.state());
		this.span.during(taskRun.trace(), () -> Trace.spanId(taskRun.id()), () -> {
			ended.taskRuns.increment();
			ended.taskRunDuration.record(duration);
		});
	}

	@Override
	public void workerTaskResult(FlowKey flow, State state) {
		ended(flow, state).results.increment();
	}

	@Override
	Series create(SeriesFactory factory, FlowLabels flow, String kind) {
		Map<State, Ended> ended = new EnumMap<>(State.class);
		STATES.forEach((state) -> ended.put(state, ended(factory, flow, state.name())));
		return new Series(
				factory.gauge(Meters.EXECUTOR_EXECUTIONS_RUNNING, this.running, (counts) -> counts.count(flow, kind),
						flow),
				factory.counter(Meters.EXECUTOR_EXECUTION_STARTED, flow),
				factory.counter(Meters.EXECUTOR_TASKRUN_NEXT, flow), ended);
	}

	private static Ended ended(SeriesFactory factory, FlowLabels flow, String state) {
		return new Ended(factory.counter(Meters.EXECUTOR_EXECUTION_END, flow, state),
				factory.timer(Meters.EXECUTOR_EXECUTION_DURATION, flow, state),
				factory.counter(Meters.EXECUTOR_TASKRUN_ENDED, flow, state),
				factory.timer(Meters.EXECUTOR_TASKRUN_ENDED_DURATION, flow, state),
				factory.counter(Meters.EXECUTOR_WORKERTASKRESULT, flow, state));
	}

	private Series series(FlowKey flow) {
		return series().get(flow, KIND);
	}

	private Ended ended(FlowKey flow, State state) {
		Ended ended = series(flow).ended.get(state);
		if (ended == null) {
			throw new IllegalArgumentException(state + " is no end");
		}
		return ended;
	}

	record Series(Gauge running, Counter started, Counter next, Map<State, Ended> ended) implements SeriesCache.Bundle {

		@Override
		public Iterable<? extends Meter> meters() {
			List<Meter> meters = new ArrayList<>(List.of(this.running, this.started, this.next));
			this.ended.values().forEach((each) -> meters.addAll(each.meters()));
			return meters;
		}

	}

	record Ended(Counter executions, Timer executionDuration, Counter taskRuns, Timer taskRunDuration,
			Counter results) {

		List<Meter> meters() {
			return List.of(this.executions, this.executionDuration, this.taskRuns, this.taskRunDuration, this.results);
		}

	}

}
