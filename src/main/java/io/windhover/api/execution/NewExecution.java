package io.windhover.api.execution;

import java.util.Map;

import io.windhover.execution.TraceHeaders;
import io.windhover.execution.TriggerFire;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * An execution that somebody asks for.
 *
 * @param inputs as they were given
 * @param labels added to those of the flow
 * @param trigger null where it was asked for by itself
 * @param trace what the request says of it
 */
public record NewExecution(FlowKey flow, Map<String, Object> inputs, Map<String, String> labels,
		@Nullable TriggerFire trigger, TraceHeaders trace) {
}
