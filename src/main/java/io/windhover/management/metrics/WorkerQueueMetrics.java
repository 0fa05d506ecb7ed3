package io.windhover.management.metrics;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.execution.Job;
import io.windhover.worker.WorkerListener;
import org.jspecify.annotations.Nullable;

/**
 * How long jobs wait for this worker, whatever flow they are of: in buckets, from which a
 * quantile over all workers can be had.
 */
class WorkerQueueMetrics implements MeterBinder, WorkerListener {

	/** From what nobody notices to what nobody bears. */
	static final List<Duration> BUCKETS = List.of(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
			Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

	private final MetricsProperties properties;

	private volatile @Nullable Timer wait;

	WorkerQueueMetrics(MetricsProperties properties) {
		this.properties = properties;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.wait = new SeriesFactory(registry, this.properties).timer(Meters.WORKER_QUEUE_WAIT, BUCKETS,
				WorkerGauges.GROUP);
	}

	@Override
	public void started(Job job, Duration queued) {
		Timer timer = this.wait;
		if (timer != null) {
			timer.record(queued);
		}
	}

}
