package io.windhover.management.endpoint;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Of which flows a list is asked for.
 *
 * @param namespace null for all
 * @param flowId null for all
 */
record FlowFilter(@Nullable String namespace, @Nullable String flowId) {

	/**
	 * Refuses what can be no name, so that a mistake does not look like an empty result.
	 */
	FlowFilter {
		ListFilters.check("namespace", namespace);
		ListFilters.check("flowId", flowId);
	}

	boolean passes(FlowKey flow) {
		return passes(flow.namespace(), flow.id());
	}

	boolean passesNamespace(String inNamespace) {
		return ListFilters.passes(this.namespace, inNamespace);
	}

	boolean passes(String inNamespace, String id) {
		return passesNamespace(inNamespace) && ListFilters.passes(this.flowId, id);
	}

}
