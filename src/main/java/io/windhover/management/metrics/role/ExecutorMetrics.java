package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.execution.trace.Trace;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.management.metrics.ComponentMetrics;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.FlowSeries;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the executor.
 */
public class ExecutorMetrics extends ComponentMetrics<ExecutorMetrics.Series> implements ExecutorListener {

	private static final List<State> STATES = List.of(State.SUCCESS, State.WARNING, State.FAILED, State.KILLED);

	private static final Set<State> FAILED = Set.of(State.FAILED);

	/** Alerts take the part that failed, so they need what did not fail, too. */
	private static final Set<State> ALERTED = Set.of(State.SUCCESS, State.FAILED);

	// the executor's meters tell flows apart, not kinds
	private static final String KIND = Meters.Tag.NONE;

	private final RunningCounts running;

	private final CurrentSpan span;

	/**
	 * Takes no events before it is bound.
	 * @param view a provider, because the executor needs its listeners first
	 * @param span makes exemplars refer to what has ended
	 */
	public ExecutorMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<ExecutorView> view,
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
	public Series create(FlowSeries series, String kind) {
		FlowLabels flow = series.flow();
		// after a restart executions run of which no event comes for days
		series.gauge(Meters.EXECUTOR_EXECUTIONS_RUNNING, this.running, (counts) -> counts.count(flow, kind));
		Map<State, Ended> ended = new EnumMap<>(State.class);
		STATES.forEach((state) -> ended.put(state, ended(series, state)));
		return new Series(series.counter(Meters.EXECUTOR_EXECUTION_STARTED),
				series.counter(Meters.EXECUTOR_TASKRUN_NEXT), ended);
	}

	private static Ended ended(FlowSeries series, State state) {
		return new Ended(counter(series, ALERTED, Meters.EXECUTOR_EXECUTION_END, state),
				series.lateTimer(Meters.EXECUTOR_EXECUTION_DURATION, state.name()),
				counter(series, FAILED, Meters.EXECUTOR_TASKRUN_ENDED, state),
				series.lateTimer(Meters.EXECUTOR_TASKRUN_ENDED_DURATION, state.name()),
				counter(series, FAILED, Meters.EXECUTOR_WORKERTASKRESULT, state));
	}

	private static FlowSeries.LateCounter counter(FlowSeries series, Set<State> atRest, Meters meter, State state) {
		return atRest.contains(state) ? series.counter(meter, state.name())
				: series.followingCounter(meter, state.name());
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

	record Series(FlowSeries.LateCounter started, FlowSeries.LateCounter next, Map<State, Ended> ended) {
	}

	record Ended(FlowSeries.LateCounter executions, FlowSeries.LateTimer executionDuration,
			FlowSeries.LateCounter taskRuns, FlowSeries.LateTimer taskRunDuration, FlowSeries.LateCounter results) {
	}

}
