package io.windhover.management.endpoint.list;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Of which flows a list is asked for.
 *
 * @param namespace null for all
 * @param flowId null for all
 */
public record FlowFilter(@Nullable String namespace, @Nullable String flowId) {

	/**
	 * Refuses what can be no name, so that a mistake does not look like an empty result.
	 */
	public FlowFilter {
		ListFilters.check("namespace", namespace);
		ListFilters.check("flowId", flowId);
	}

	/**
	 * Whether both the namespace and the id of a flow pass.
	 */
	public boolean passes(FlowKey flow) {
		return passes(flow.namespace(), flow.id());
	}

	/**
	 * Whether a namespace passes, whatever the flow; those below it do not pass with it.
	 */
	public boolean passesNamespace(String inNamespace) {
		return ListFilters.passes(this.namespace, inNamespace);
	}

	/**
	 * Whether both a namespace and the id of a flow in it pass.
	 */
	public boolean passes(String inNamespace, String id) {
		return passesNamespace(inNamespace) && ListFilters.passes(this.flowId, id);
	}

}
