package io.windhover.execution;

import java.util.Map;

import io.windhover.flow.MetricDefinition;

/**
 * A figure that one attempt published.
 *
 * @param value what a counter counted, or seconds
 */
public record TaskMetric(String name, MetricDefinition.Kind kind, double value, Map<String, String> tags) {
}
