package io.windhover.flow;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which ends of executions a flow trigger listens to.
 *
 * @param id unique in its trigger
 * @param namespace of the flows; with a dot at its end, all namespaces below it
 * @param flowId null for all flows of the namespace
 * @param states how the executions may end
 * @param labels that the executions must have
 */
public record FlowCondition(String id, String namespace, @Nullable String flowId, List<FlowTrigger.End> states,
		Map<String, String> labels) {

	/**
	 * Whether an end of an execution meets it.
	 * @param state the name of the state in which it ended
	 */
	public boolean matches(FlowKey flow, String state, Map<String, String> labelsOfExecution) {
		return flow.isIn(this.namespace) && (this.flowId == null || flow.id().equals(this.flowId))
				&& this.states.stream().anyMatch((each) -> each.name().equals(state))
				&& labelsOfExecution.entrySet().containsAll(this.labels.entrySet());
	}

}
