package io.windhover.worker.attempt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.windhover.execution.Job;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.worker.WorkerListeners;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures that one attempt publishes. Those that do not fit their declaration are
 * left out; nothing here fails a task.
 */
public class AttemptMetrics {

	private static final Logger logger = LoggerFactory.getLogger(AttemptMetrics.class);

	private static final int MAX_METRICS = 1000;

	private final Job job;

	private final WorkerListeners listeners;

	private final Map<String, MetricDefinition> definitions;

	private final Map<Counter, DoubleAdder> counters = new ConcurrentHashMap<>();

	private final Queue<TaskMetric> timings = new ConcurrentLinkedQueue<>();

	private final AtomicInteger kept = new AtomicInteger();

	private final AtomicBoolean complained = new AtomicBoolean();

	/**
	 * Starts without figures.
	 * @param type that declares which figures there may be
	 */
	public AttemptMetrics(Job job, TaskDefinition<?> type, WorkerListeners listeners) {
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
	 * What was published so far, counters added up; waits for nobody.
	 */
	public List<TaskMetric> all() {
		List<TaskMetric> all = new ArrayList<>();
		this.counters.forEach((counter, sum) -> all
			.add(new TaskMetric(counter.name(), MetricDefinition.Kind.COUNTER, sum.sum(), counter.tags())));
		all.sort(Comparator.comparing(TaskMetric::name).thenComparing((metric) -> metric.tags().toString()));
		all.addAll(this.timings);
		return all;
	}

	private void keep(TaskMetric metric) {
		if (metric.kind() == MetricDefinition.Kind.COUNTER) {
			DoubleAdder sum = this.counters.computeIfAbsent(new Counter(metric.name(), metric.tags()),
					(counter) -> hasRoom() ? new DoubleAdder() : null);
			if (sum != null) {
				sum.add(metric.value());
				return;
			}
		}
		else if (hasRoom()) {
			this.timings.add(metric);
			return;
		}
		complain(metric.name(), "one attempt keeps only " + MAX_METRICS + " figures");
	}

	private boolean hasRoom() {
		return this.kept.getAndUpdate((kept) -> Math.min(kept + 1, MAX_METRICS)) < MAX_METRICS;
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

	private void complain(String name, @Nullable String complaint) {
		if (this.complained.compareAndSet(false, true)) {
			logger.warn("A task of type '{}' published '{}', which is left out: {}", this.job.task().type(), name,
					complaint);
		}
	}

	private record Counter(String name, Map<String, String> tags) {
	}

}
