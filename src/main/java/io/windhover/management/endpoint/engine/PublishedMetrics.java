package io.windhover.management.endpoint.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;

/**
 * Sums up what an attempt published, so that a thousand timings are one line.
 */
final class PublishedMetrics {

	private PublishedMetrics() {
	}

	static List<WorkerDescriptors.Metric> describe(Collection<TaskMetric> metrics) {
		Map<List<Object>, List<TaskMetric>> groups = new LinkedHashMap<>();
		metrics.forEach((each) -> groups
			.computeIfAbsent(List.of(each.name(), each.kind(), each.tags()), (key) -> new ArrayList<>())
			.add(each));
		return groups.values().stream().map(PublishedMetrics::sum).toList();
	}

	private static WorkerDescriptors.Metric sum(List<TaskMetric> group) {
		TaskMetric first = group.get(0);
		boolean timer = first.kind() == MetricDefinition.Kind.TIMER;
		return new WorkerDescriptors.Metric(first.name(), first.kind(), first.tags(),
				timer ? (long) group.size() : null, group.stream().mapToDouble(TaskMetric::value).sum(),
				timer ? group.stream().mapToDouble(TaskMetric::value).max().orElseThrow() : null);
	}

}
