package io.windhover.executor.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.topic.flow.FlowListener;

/**
 * The flow triggers of all flows, by what they listen to, so that the end of an execution
 * costs the depth of its namespace and what listens to it.
 */
public class FlowTriggerIndex implements FlowListener {

	private static final String ANY = "*";

	/** Of the flows that have any. */
	private final Map<FlowKey, List<FlowTrigger>> triggers = new ConcurrentHashMap<>();

	/** The flows that listen, by {@code namespace/flow} or {@code namespace/*}. */
	private final Map<String, Set<FlowKey>> listeners = new ConcurrentHashMap<>();

	@Override
	public void flowStored(Flow flow) {
		replace(flow.key(), flow.isDisabled() ? List.of()
				: flow.triggers().stream().filter(FlowTrigger.class::isInstance).map(FlowTrigger.class::cast).toList());
	}

	@Override
	public void flowDeleted(FlowKey flow) {
		replace(flow, List.of());
	}

	/**
	 * An end that is looked up meanwhile finds the triggers as they were or as they are.
	 */
	private void replace(FlowKey flow, List<FlowTrigger> own) {
		Set<String> patterns = patterns(own);
		patterns.forEach(
				(pattern) -> this.listeners.computeIfAbsent(pattern, (key) -> ConcurrentHashMap.newKeySet()).add(flow));
		List<FlowTrigger> before = own.isEmpty() ? this.triggers.remove(flow) : this.triggers.put(flow, own);
		if (before != null) {
			patterns(before).stream()
				.filter((pattern) -> !patterns.contains(pattern))
				.forEach((pattern) -> this.listeners.computeIfPresent(pattern, (key, flows) -> {
					flows.remove(flow);
					return flows.isEmpty() ? null : flows;
				}));
		}
	}

	/**
	 * The triggers that listen to an end of an execution.
	 * @param state the name of the state in which it ended
	 */
	List<Listening> find(FlowKey ended, String state, Map<String, String> labels) {
		if (this.listeners.isEmpty()) {
			return List.of();
		}
		Set<FlowKey> flows = candidates(ended);
		List<Listening> found = new ArrayList<>();
		for (FlowKey flow : flows) {
			for (FlowTrigger trigger : this.triggers.getOrDefault(flow, List.of())) {
				if (!trigger.met(flow, ended, state, labels).isEmpty()) {
					found.add(new Listening(flow, trigger));
				}
			}
		}
		return found;
	}

	/** Of a flow in {@code a.b}: who listens to {@code a.b} and to {@code a.}. */
	private Set<FlowKey> candidates(FlowKey ended) {
		List<String> namespaces = new ArrayList<>(List.of(ended.namespace()));
		for (int dot = ended.namespace().indexOf('.'); dot >= 0; dot = ended.namespace().indexOf('.', dot + 1)) {
			namespaces.add(ended.namespace().substring(0, dot + 1));
		}
		return namespaces.stream()
			.flatMap((namespace) -> List.of(namespace + "/" + ended.id(), namespace + "/" + ANY).stream())
			.flatMap((pattern) -> this.listeners.getOrDefault(pattern, Set.of()).stream())
			.collect(Collectors.toSet());
	}

	private static Set<String> patterns(List<FlowTrigger> triggers) {
		return triggers.stream()
			.flatMap((trigger) -> trigger.conditions().stream())
			.map(FlowTriggerIndex::pattern)
			.collect(Collectors.toSet());
	}

	private static String pattern(FlowCondition condition) {
		return condition.namespace() + "/" + ((condition.flowId() != null) ? condition.flowId() : ANY);
	}

	/**
	 * A trigger that listens.
	 *
	 * @param flow that has it
	 */
	public record Listening(FlowKey flow, FlowTrigger trigger) {
	}

}
