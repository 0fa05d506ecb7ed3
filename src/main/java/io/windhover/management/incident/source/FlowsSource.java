package io.windhover.management.incident.source;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Verdict;
import io.windhover.scheduler.SchedulerView;

/**
 * The flows of this scheduler of which something is expected and missed, or whose last
 * executions failed. A flow moves with its partition, and its history with it.
 */
public class FlowsSource implements IncidentSource {

	private static final int IN_A_ROW = 3;

	private final SchedulerView scheduler;

	private final MovedFlows moved;

	/**
	 * Watches the flows of this scheduler.
	 * @param moved judges the incidents of flows that it does not have
	 */
	public FlowsSource(SchedulerView scheduler, MovedFlows moved) {
		this.scheduler = scheduler;
		this.moved = moved;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.EXPECTATION_MISSED, IncidentKind.FLOW_FAILING);
	}

	@Override
	public List<Finding> find() {
		return this.scheduler.histories()
			.stream()
			.flatMap((history) -> Stream.concat(missed(history), failing(history)))
			.toList();
	}

	private static Stream<Finding> missed(FlowHistory history) {
		return history.expected()
			.stream()
			.filter((each) -> each.missedSince() != null)
			.map((each) -> new Finding(IncidentKind.EXPECTATION_MISSED,
					Map.of("namespace", history.namespace(), "flowId", history.flowId(), "expectation",
							each.expected().property()),
					each.missedSince(),
					"'%s' (%s): %s".formatted(each.expected().property(), each.value(), each.reason()), 1,
					route(history)));
	}

	private static Stream<Finding> failing(FlowHistory history) {
		FlowHistory.End last = history.last();
		return (history.failuresInARow() < IN_A_ROW || last == null) ? Stream.empty()
				: Stream.of(new Finding(IncidentKind.FLOW_FAILING,
						Map.of("namespace", history.namespace(), "flowId", history.flowId()), history.failingSince(),
						(last.error() != null) ? last.error() : "no reason given", history.failuresInARow(),
						route(history)));
	}

	private static String route(FlowHistory history) {
		return "/flows/" + history.key();
	}

	@Override
	public Verdict judge(Incident open) {
		return (this.scheduler.history(MovedFlows.flow(open)) != null) ? Verdict.OVER
				: this.moved.judge(open, (flow) -> true);
	}

}
