package io.windhover.management.incident.source;

import java.util.function.Predicate;

import io.windhover.execution.instance.Incident;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.flow.FlowDirectory;

/**
 * The flows that this scheduler does not have: a flow moves with its partition, and what
 * was found of it is found by the scheduler that gets it.
 */
public class MovedFlows {

	private final SchedulerView scheduler;

	private final FlowDirectory flows;

	private final Reporters reporters;

	/**
	 * Compares the scheduler of this process with all flows.
	 * @param flows knows also those of other schedulers
	 */
	public MovedFlows(SchedulerView scheduler, FlowDirectory flows, Reporters reporters) {
		this.scheduler = scheduler;
		this.flows = flows;
		this.reporters = reporters;
	}

	/** The flow that an incident is about. */
	static FlowKey flow(Incident incident) {
		return new FlowKey(incident.subject().getOrDefault("namespace", ""),
				incident.subject().getOrDefault("flowId", ""));
	}

	/**
	 * The verdict on an incident of a flow that this scheduler does not have.
	 * @param has whether a flow still has what the incident is about
	 */
	Verdict judge(Incident open, Predicate<Flow> has) {
		if (!this.reporters.isHere(open)) {
			return Verdict.ELSEWHERE;
		}
		if (!this.flows.isReady() || !this.scheduler.isReady() || this.scheduler.hasLostPartitions()) {
			return Verdict.UNDECIDED;
		}
		Flow flow = this.flows.find(flow(open));
		return (flow != null && has.test(flow)) ? Verdict.ELSEWHERE : Verdict.OVER;
	}

}
