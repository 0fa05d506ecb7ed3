package io.windhover.execution.plan;

import java.util.Map;

import io.windhover.flow.FlowRef;

/**
 * What an execution of another flow begins with.
 *
 * @param flow the revision that it runs
 * @param inputs as that flow has them
 * @param labels those of that flow among them
 */
public record SubflowStart(FlowRef flow, Map<String, Object> inputs, Map<String, String> labels) {
}
