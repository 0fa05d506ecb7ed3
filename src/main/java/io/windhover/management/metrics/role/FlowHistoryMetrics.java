package io.windhover.management.metrics.role;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expected;
import io.windhover.management.metrics.ComponentMetrics;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.FlowSeries;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SharedLook;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerView;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of what became of the executions of flows, by the scheduler that keeps their
 * histories. Of the flows above the limit the one tells that fails for longest; their
 * paused triggers are counted together.
 */
public class FlowHistoryMetrics extends ComponentMetrics<FlowHistoryMetrics.Series> implements SchedulerListener {

	/** The series that only a flow with triggers has. */
	private static final String TRIGGERS = "triggers";

	private final ExpectationDefaults expectations;

	private final Clock clock;

	/** Those that another scheduler keeps are not among them. */
	private final SharedLook<Map<FlowLabels, FlowHistory>> histories;

	private final SharedLook<Map<FlowLabels, Integer>> paused;

	/**
	 * Registers nothing before it is bound.
	 * @param view a provider, because the scheduler needs its listeners first
	 * @param expectations of the flows that state none themselves
	 */
	public FlowHistoryMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<SchedulerView> view,
			ExpectationDefaults expectations, Clock clock) {
		super(flows, properties);
		this.histories = new SharedLook<>(() -> {
			Map<FlowLabels, FlowHistory> found = new HashMap<>();
			view.ifAvailable((scheduler) -> scheduler.histories()
				.forEach((history) -> found.merge(flows.labels(history.key()), history,
						(one, other) -> (one.failuresInARow() >= other.failuresInARow()) ? one : other)));
			return found;
		});
		this.paused = new SharedLook<>(() -> {
			Map<FlowLabels, Integer> found = new HashMap<>();
			view.ifAvailable((scheduler) -> scheduler.histories()
				.forEach(
						(history) -> found.merge(flows.labels(history.key()), history.pausedTriggers(), Integer::sum)));
			return found;
		});
		this.expectations = expectations;
		this.clock = clock;
	}

	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		series().ensure(labels, Meters.Tag.NONE);
		if (!flow.triggers().isEmpty()) {
			series().ensure(labels, TRIGGERS);
		}
		this.expectations.of(flow).texts().keySet().forEach((expected) -> series().ensure(labels, expected.property()));
	}

	@Override
	public void expectationMissed(FlowKey flow, Expected expected) {
		series().get(flow, expected.property()).missed().forEach(FlowSeries.LateCounter::increment);
	}

	/** What a flow does not have or expect has no series, but for the one of no flow. */
	@Override
	public Series create(FlowSeries series, String kind) {
		FlowLabels flow = series.flow();
		boolean all = flow.equals(FlowLabels.NONE);
		if (kind.equals(Meters.Tag.NONE)) {
			history(series, flow);
		}
		if (kind.equals(TRIGGERS) || all) {
			series.gauge(Meters.SCHEDULER_TRIGGERS_PAUSED, this, (metrics) -> metrics.paused(flow));
		}
		if (kind.equals(TRIGGERS) || (kind.equals(Meters.Tag.NONE) && !all)) {
			return new Series(List.of());
		}
		series.gauge(Meters.FLOW_EXPECTATION_UNMET, this, (metrics) -> unmet(metrics.history(flow), kind), kind);
		return new Series(List.of(series.counter(Meters.FLOW_EXPECTATION_MISSED, kind)));
	}

	private void history(FlowSeries series, FlowLabels flow) {
		series.gauge(Meters.FLOW_QUIET, this, (metrics) -> metrics.quiet(metrics.history(flow)));
		series.gauge(Meters.FLOW_DISABLED, this, (metrics) -> disabled(metrics.history(flow)));
		series.gauge(Meters.FLOW_LAST_SUCCESS, this, (metrics) -> lastSuccess(metrics.history(flow)));
		series.gauge(Meters.FLOW_FAILURES_CONSECUTIVE, this, (metrics) -> failures(metrics.history(flow)));
	}

	private static double unmet(@Nullable FlowHistory history, String expected) {
		return (history != null) ? history.expected()
			.stream()
			.anyMatch((each) -> each.expected().property().equals(expected) && each.missedSince() != null) ? 1 : 0
				: Double.NaN;
	}

	private double quiet(@Nullable FlowHistory history) {
		return (history != null) ? history.isQuiet(this.clock.instant()) ? 1 : 0 : Double.NaN;
	}

	private static double disabled(@Nullable FlowHistory history) {
		return (history != null) ? history.disabled() ? 1 : 0 : Double.NaN;
	}

	private static double lastSuccess(@Nullable FlowHistory history) {
		FlowHistory.End last = (history != null) ? history.lastSuccess() : null;
		return (last != null) ? last.endedAt().toEpochMilli() / 1000.0 : Double.NaN;
	}

	private static double failures(@Nullable FlowHistory history) {
		return (history != null) ? history.failuresInARow() : Double.NaN;
	}

	private double paused(FlowLabels flow) {
		Integer count = this.paused.get().get(flow);
		return (count != null) ? count : Double.NaN;
	}

	private @Nullable FlowHistory history(FlowLabels labels) {
		return this.histories.get().get(labels);
	}

	record Series(List<FlowSeries.LateCounter> missed) {
	}

}
