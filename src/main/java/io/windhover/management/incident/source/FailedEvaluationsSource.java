package io.windhover.management.incident.source;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.instance.Incident;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Verdict;
import io.windhover.scheduler.SchedulerView;

/**
 * The polling triggers of this scheduler that cannot be evaluated, and the flow triggers
 * whose inputs cannot be made. A trigger moves with its partition, and the next scheduler
 * counts anew: what failed is over with the first evaluation that goes well.
 */
public class FailedEvaluationsSource implements IncidentSource {

	private static final int IN_A_ROW = 3;

	private final SchedulerView scheduler;

	private final MovedFlows moved;

	/**
	 * Watches the triggers of this scheduler.
	 * @param moved judges the incidents of flows that it does not have
	 */
	public FailedEvaluationsSource(SchedulerView scheduler, MovedFlows moved) {
		this.scheduler = scheduler;
		this.moved = moved;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.EVALUATION_FAILING);
	}

	@Override
	public List<Finding> find() {
		return this.scheduler.failing(IN_A_ROW)
			.stream()
			.filter((each) -> !each.state().paused())
			.map(FailedEvaluationsSource::finding)
			.toList();
	}

	private static Finding finding(SchedulerView.Scheduled trigger) {
		TriggerState state = trigger.state();
		SchedulerView.EvaluationFailures failures = (trigger.failures() != null) ? trigger.failures()
				: SchedulerView.EvaluationFailures.NONE;
		return new Finding(IncidentKind.EVALUATION_FAILING,
				Map.of("namespace", state.namespace(), "flowId", state.flowId(), "triggerId", state.triggerId()), null,
				String.valueOf(failures.lastError()), failures.consecutive(), "/scheduler/" + state.key());
	}

	@Override
	public Verdict judge(Incident open) {
		FlowKey flow = MovedFlows.flow(open);
		String triggerId = open.subject().getOrDefault("triggerId", "");
		SchedulerView.Detail trigger = this.scheduler.find(flow.namespace(), flow.id(), triggerId);
		return (trigger != null) ? judge(trigger) : this.moved.judge(open,
				(each) -> each.triggers().stream().anyMatch((one) -> one.id().equals(triggerId)));
	}

	private static Verdict judge(SchedulerView.Detail trigger) {
		TriggerState state = trigger.scheduled().state();
		boolean evaluated = trigger.evaluatingSince() != null || trigger.waiting() || state.next() != null
				|| state.type().equals(FlowTrigger.TYPE);
		if (trigger.scheduled().failures() == null || state.paused() || !evaluated) {
			return Verdict.OVER;
		}
		SchedulerView.Evaluation last = trigger.lastEvaluation();
		return (last == null || last.error() != null) ? Verdict.UNDECIDED : Verdict.OVER;
	}

}
