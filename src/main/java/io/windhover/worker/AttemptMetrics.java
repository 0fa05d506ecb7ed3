package io.windhover.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.windhover.execution.Job;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.TaskDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures that one attempt publishes. Those that do not fit their declaration are
 * left out; nothing here fails a task.
 */
class AttemptMetrics {

	private static final Logger logger = LoggerFactory.getLogger(AttemptMetrics.class);

	private static final int MAX_METRICS = 1000;

	private final Job job;

	private final WorkerListeners listeners;

	private final Map<String, MetricDefinition> definitions;

	private final Map<Counter, Double> counters = new LinkedHashMap<>();

	private final List<TaskMetric> timings = new ArrayList<>();

	private boolean complained;

	AttemptMetrics(Job job, TaskDefinition<?> type, WorkerListeners listeners) {
		this.job = job;
		this.listeners = listeners;
		this.definitions = type.metrics()
			.stream()
			.collect(Collectors.toMap(MetricDefinition::name, Function.identity(), (first, second) -> first));
	}

	void publish(String name, MetricDefinition.Kind kind, double value, String... tags) {
		MetricDefinition definition = this.definitions.get(name);
		String complaint = complaint(definition, kind, value, tags);
		if (definition == null || complaint != null) {
			complain(name, complaint);
			return;
		}
		TaskMetric metric = new TaskMetric(name, kind, value, ordered(definition, tags));
		this.listeners.published(this.job, definition, metric);
		keep(metric);
	}

	/**
	 * What was published so far, counters added up.
	 */
	synchronized List<TaskMetric> all() {
		List<TaskMetric> all = new ArrayList<>();
		this.counters.forEach((counter, sum) -> all
			.add(new TaskMetric(counter.name(), MetricDefinition.Kind.COUNTER, sum, counter.tags())));
		all.addAll(this.timings);
		return all;
	}

	private synchronized void keep(TaskMetric metric) {
		boolean full = this.counters.size() + this.timings.size() >= MAX_METRICS;
		Counter counter = new Counter(metric.name(), metric.tags());
		boolean counts = metric.kind() == MetricDefinition.Kind.COUNTER;
		if (counts && (!full || this.counters.containsKey(counter))) {
			this.counters.merge(counter, metric.value(), Double::sum);
		}
		else if (!counts && !full) {
			this.timings.add(metric);
		}
		else {
			complain(metric.name(), "one attempt keeps only " + MAX_METRICS + " figures");
		}
	}

	private static @Nullable String complaint(@Nullable MetricDefinition definition, MetricDefinition.Kind kind,
			double value, String... tags) {
		if (definition == null || definition.kind() != kind) {
			return "the type declares no such " + kind;
		}
		if (!(value >= 0) || Double.isInfinite(value)) {
			return "its value is " + value;
		}
		if (tags.length != 2 * definition.tags().size()) {
			return "its tags must be " + definition.tags();
		}
		for (int i = 0; i < tags.length; i += 2) {
			if (!definition.tags().contains(tags[i]) || tags[i + 1] == null) {
				return "its tags must be " + definition.tags();
			}
		}
		return null;
	}

	private static Map<String, String> ordered(MetricDefinition definition, String... tags) {
		Map<String, String> ordered = new LinkedHashMap<>();
		definition.tags().forEach((key) -> ordered.put(key, ""));
		for (int i = 0; i < tags.length; i += 2) {
			ordered.put(tags[i], tags[i + 1]);
		}
		return ordered;
	}

	private synchronized void complain(String name, @Nullable String complaint) {
		if (!this.complained) {
			logger.warn("A task of type '{}' published '{}', which is left out: {}", this.job.task().type(), name,
					complaint);
		}
		this.complained = true;
	}

	private record Counter(String name, Map<String, String> tags) {
	}

}
