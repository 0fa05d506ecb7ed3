package io.windhover.management.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.BacklogSample;
import io.windhover.management.Sampler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How old the last sample is, and what it says of the jobs.
 */
class SampleMetrics implements MeterBinder {

	private final ObjectProvider<Sampler> sampler;

	private final MetricsProperties properties;

	private final Clock clock;

	SampleMetrics(ObjectProvider<Sampler> sampler, MetricsProperties properties, Clock clock) {
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		factory.gauge(Meters.MANAGEMENT_SAMPLE_AGE, this, SampleMetrics::sampleAge);
		factory.gauge(Meters.WORKER_QUEUE_OLDEST_AGE, this, SampleMetrics::oldestJob, WorkerGauges.GROUP);
		factory.gauge(Meters.WORKER_QUEUE_WAITING, this, SampleMetrics::waitingJobs, WorkerGauges.GROUP);
	}

	private double sampleAge() {
		Sampler found = this.sampler.getIfAvailable();
		Instant sampled = (found != null) ? found.sampledAt() : null;
		return seconds((sampled != null) ? Duration.between(sampled, this.clock.instant()) : null);
	}

	private double oldestJob() {
		BacklogSample backlog = jobs();
		return seconds((backlog != null) ? backlog.oldestAge() : null);
	}

	private double waitingJobs() {
		BacklogSample backlog = jobs();
		Long waiting = (backlog != null) ? backlog.records() : null;
		return (waiting != null) ? waiting : Double.NaN;
	}

	private @Nullable BacklogSample jobs() {
		Sampler found = this.sampler.getIfAvailable();
		return (found != null) ? found.workerBacklog() : null;
	}

	static double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() / 1000.0 : Double.NaN;
	}

}
