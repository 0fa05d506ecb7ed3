package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.execution.Job;
import io.windhover.flow.WorkerGroup;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.topic.ServedGroups;
import io.windhover.worker.WorkerListener;

/**
 * How long jobs wait for this worker, whatever flow they are of: in buckets, from which a
 * quantile over all workers can be had.
 */
public class WorkerQueueMetrics implements MeterBinder, WorkerListener {

	/** From what nobody notices to what nobody bears. */
	public static final List<Duration> BUCKETS = List.of(Duration.ofMillis(100), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30),
			Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

	private final MetricsProperties properties;

	private final ServedGroups groups;

	private volatile Map<String, Timer> waits = Map.of();

	/**
	 * Has a timer for each group as soon as it is bound; records nothing before.
	 */
	public WorkerQueueMetrics(MetricsProperties properties, ServedGroups groups) {
		this.properties = properties;
		this.groups = groups;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		this.waits = this.groups.names()
			.stream()
			.collect(Collectors.toMap((group) -> group,
					(group) -> factory.timer(Meters.WORKER_QUEUE_WAIT, BUCKETS, group)));
	}

	@Override
	public void started(Job job, Duration queued) {
		Timer timer = this.waits.get(WorkerGroup.orDefault(job.task().workerGroup()));
		if (timer != null) {
			timer.record(queued);
		}
	}

}
