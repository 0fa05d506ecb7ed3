package io.windhover.execution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;

/**
 * A figure that one attempt published.
 *
 * @param value what a counter counted, or seconds
 */
public record TaskMetric(String name, MetricDefinition.Kind kind, double value, Map<String, String> tags) {

	/** Below it a double has each whole number. */
	private static final double WHOLE = 1L << 53;

	/**
	 * What figures come to by name, those of all tags added up: a whole number as one.
	 */
	public static Map<String, Object> totals(List<TaskMetric> metrics) {
		Map<String, Double> sums = new LinkedHashMap<>();
		metrics.forEach((metric) -> sums.merge(metric.name(), metric.value(), Double::sum));
		Map<String, Object> totals = new LinkedHashMap<>();
		sums.forEach((name, sum) -> totals.put(name, plain(sum)));
		return totals;
	}

	private static Number plain(double sum) {
		if (sum == Math.rint(sum) && sum < WHOLE) {
			return (long) sum;
		}
		return sum;
	}

}
