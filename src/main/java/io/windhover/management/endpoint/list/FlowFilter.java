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

	public boolean passes(FlowKey flow) {
		return passes(flow.namespace(), flow.id());
	}

	public boolean passesNamespace(String inNamespace) {
		return ListFilters.passes(this.namespace, inNamespace);
	}

	public boolean passes(String inNamespace, String id) {
		return passesNamespace(inNamespace) && ListFilters.passes(this.flowId, id);
	}

}
