package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.execution.Job;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.Flow;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.task.WorkerTask;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.worker.WorkerListener;
import org.jspecify.annotations.Nullable;

/**
 * The meters that task types publish, as {@code task.<type>.<name>}. Their tags are those
 * that the type declares and no others; a flow has at most {@value #MOST} sets of values
 * for a meter, and all further values count as {@code __other__}.
 */
public class TaskMeters implements MeterBinder, WorkerListener, FlowMeters.Component {

	public static final int MOST = 100;

	private final Map<Key, Meter> meters = new ConcurrentHashMap<>();

	private final FlowMeters flows;

	private final MetricsProperties properties;

	private final ServedTasks served;

	private final List<TaskDefinition<?>> definitions;

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Registers nothing before it is bound.
	 * @param served the tasks that this worker may be given, whose counters begin at 0
	 * @param definitions all task types, and with them their meters
	 */
	public TaskMeters(FlowMeters flows, MetricsProperties properties, ServedTasks served,
			Stream<TaskDefinition<?>> definitions) {
		this.flows = flows;
		this.properties = properties;
		this.served = served;
		this.definitions = definitions.toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registry = registry;
		this.definitions.forEach((type) -> type.metrics()
			.forEach((definition) -> meter(new Key(FlowLabels.NONE, type.type(), definition,
					definition.tags().stream().map((key) -> Meters.Tag.NONE).toList()))));
		this.flows.add(this);
	}

	/**
	 * Counters without further tags exist at 0 from now; of the others nobody knows the
	 * values yet. Timers begin with their first record.
	 */
	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		Set<String> types = this.served.tasks(flow).map(WorkerTask::type).collect(Collectors.toSet());
		this.definitions.stream()
			.filter((type) -> types.contains(type.type()))
			.forEach((type) -> type.metrics()
				.stream()
				.filter(TaskMeters::isAtRest)
				.forEach((definition) -> meter(new Key(labels, type.type(), definition, List.of()))));
	}

	private static boolean isAtRest(MetricDefinition definition) {
		return definition.kind() == MetricDefinition.Kind.COUNTER && definition.tags().isEmpty();
	}

	@Override
	public void flowRemoved(FlowLabels labels) {
		MeterRegistry from = this.registry;
		this.meters.entrySet().removeIf((entry) -> {
			boolean gone = entry.getKey().flow().equals(labels);
			if (gone && from != null) {
				from.remove(entry.getValue());
			}
			return gone;
		});
	}

	@Override
	public void published(Job job, MetricDefinition definition, TaskMetric metric) {
		List<String> values = definition.tags()
			.stream()
			.map((key) -> metric.tags().getOrDefault(key, Meters.Tag.NONE))
			.toList();
		Meter meter = this.meters.get(new Key(this.flows.labels(job.flow()), job.task().type(), definition, values));
		record((meter != null) ? meter : create(job, definition, values), metric.value());
	}

	private static void record(Meter meter, double value) {
		if (!(value >= 0) || Double.isInfinite(value)) {
			return; // a counter cannot go back, and no duration is negative
		}
		if (meter instanceof Counter counter) {
			counter.increment(value);
		}
		else if (meter instanceof Timer timer) {
			timer.record(Duration.ofNanos((long) (value * 1e9)));
		}
	}

	private Meter create(Job job, MetricDefinition definition, List<String> values) {
		synchronized (this.flows) {
			Key key = new Key(this.flows.labels(job.flow()), job.task().type(), definition, values);
			if (!this.meters.containsKey(key) && this.meters.keySet().stream().filter(key::isSibling).count() >= MOST) {
				key = key.with(values.stream().map((value) -> Meters.Tag.OTHER).toList());
			}
			return meter(key);
		}
	}

	private Meter meter(Key key) {
		return this.meters.computeIfAbsent(key, (absent) -> register(absent, tags(absent)));
	}

	private Meter register(Key key, Tags tags) {
		MeterRegistry to = this.registry;
		if (to == null) {
			throw new IllegalStateException("Not bound to a registry");
		}
		MetricDefinition definition = key.definition();
		String name = this.properties.named("task." + key.type() + "." + definition.name());
		return switch (definition.kind()) {
			case COUNTER -> Counter.builder(name)
				.description(definition.description())
				.baseUnit(definition.unit())
				.tags(tags)
				.register(to);
			case TIMER -> Timer.builder(name).description(definition.description()).tags(tags).register(to);
		};
	}

	private static Tags tags(Key key) {
		Tags tags = Tags.of(Meters.Tag.NAMESPACE.asString(), key.flow().namespaceId(), Meters.Tag.FLOW.asString(),
				key.flow().flowId());
		List<String> keys = key.definition().tags();
		for (int i = 0; i < keys.size(); i++) {
			tags = tags.and(Tag.of(keys.get(i), key.values().get(i)));
		}
		return tags;
	}

	private record Key(FlowLabels flow, String type, MetricDefinition definition, List<String> values) {

		Key with(List<String> others) {
			return new Key(this.flow, this.type, this.definition, others);
		}

		boolean isSibling(Key other) {
			return other.flow.equals(this.flow) && other.type.equals(this.type)
					&& other.definition.equals(this.definition);
		}

	}

}
