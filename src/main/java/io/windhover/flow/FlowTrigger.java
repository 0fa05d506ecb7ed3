package io.windhover.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Fires when executions of other flows end.
 *
 * @param conditions one, or several that must all be met
 * @param window within which several conditions must be met; null with one
 * @param inputs given to each execution, templates not yet rendered
 */
public record FlowTrigger(String id, List<FlowCondition> conditions, @Nullable Duration window,
		Map<String, Object> inputs) implements Trigger {

	/** The name of this type in a flow. */
	public static final String TYPE = "flow";

	/**
	 * How an execution may end.
	 */
	public enum End {

		SUCCESS, WARNING, FAILED, KILLED

	}

	@Override
	public String type() {
		return TYPE;
	}

	/**
	 * The conditions that an end of an execution meets; none when it is of the flow of
	 * this trigger.
	 * @param own the flow of this trigger
	 */
	public List<FlowCondition> met(FlowKey own, FlowKey ended, String state, Map<String, String> labels) {
		return ended.equals(own) ? List.of()
				: this.conditions.stream().filter((each) -> each.matches(ended, state, labels)).toList();
	}

}
