package io.windhover.execution;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * The end of an execution, as a flow trigger hears of it.
 *
 * @param outputs what its flow gives; null where there is none, no input of the trigger
 * can use it, or it is too large
 * @param depth how many flow triggers in a row led to the execution that this end starts,
 * subflows between them or not
 */
public record FlowEnd(String executionId, String namespace, String flowId, State state, Map<String, String> labels,
		@Nullable Map<String, Object> outputs, Instant at, int depth) {

	/** What the execution that is started sees of the depth, as part of its trigger. */
	public static final String DEPTH = "depth";

	/**
	 * The end of an execution that has ended.
	 */
	public static FlowEnd of(Execution ended, @Nullable Map<String, Object> outputs, Instant at) {
		return new FlowEnd(ended.id(), ended.namespace(), ended.flowId(), ended.state(), ended.labels(), outputs, at,
				ParentTask.flowTriggers(ended) + 1);
	}

	/**
	 * The flow that ended.
	 */
	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

	/**
	 * What templates see of it, without the outputs.
	 */
	public Map<String, Object> variables() {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("executionId", this.executionId);
		variables.put("namespace", this.namespace);
		variables.put("flowId", this.flowId);
		variables.put("state", this.state.name());
		return variables;
	}

}
