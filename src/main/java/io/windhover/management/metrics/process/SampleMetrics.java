package io.windhover.management.metrics.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.flow.WorkerGroup;
import io.windhover.management.SampleListener;
import io.windhover.management.Sampler;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How old the last sample is, and what it says of the jobs.
 */
public class SampleMetrics implements MeterBinder, SampleListener {

	private final ObjectProvider<Sampler> sampler;

	private final MetricsProperties properties;

	private final Clock clock;

	private final Set<String> groups = new HashSet<>();

	private @Nullable SeriesFactory factory;

	/**
	 * Has gauges of the default worker group as soon as it is bound, NaN before the first
	 * sample.
	 * @param sampler a provider, because the sampler needs its listeners first
	 */
	public SampleMetrics(ObjectProvider<Sampler> sampler, MetricsProperties properties, Clock clock) {
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		this.factory = factory;
		factory.gauge(Meters.MANAGEMENT_SAMPLE_AGE, this, SampleMetrics::sampleAge);
		this.groups.clear();
		add(factory, WorkerGroup.DEFAULT);
	}

	/** A flow may have named a group since. */
	@Override
	public synchronized void sampled() {
		Sampler found = this.sampler.getIfAvailable();
		SeriesFactory bound = this.factory;
		if (found != null && bound != null) {
			found.workerBacklogs().keySet().forEach((group) -> add(bound, group));
		}
	}

	private void add(SeriesFactory factory, String group) {
		if (this.groups.add(group)) {
			factory.gauge(Meters.WORKER_QUEUE_OLDEST_AGE, this, (metrics) -> metrics.oldestJob(group), group);
			factory.gauge(Meters.WORKER_QUEUE_WAITING, this, (metrics) -> metrics.waitingJobs(group), group);
		}
	}

	private double sampleAge() {
		Sampler found = this.sampler.getIfAvailable();
		Instant sampled = (found != null) ? found.sampledAt() : null;
		return seconds((sampled != null) ? Duration.between(sampled, this.clock.instant()) : null);
	}

	private double oldestJob(String group) {
		BacklogSample backlog = jobs(group);
		return seconds((backlog != null) ? backlog.oldestAge() : null);
	}

	private double waitingJobs(String group) {
		BacklogSample backlog = jobs(group);
		Long waiting = (backlog != null) ? backlog.records() : null;
		return (waiting != null) ? waiting : Double.NaN;
	}

	private @Nullable BacklogSample jobs(String group) {
		Sampler found = this.sampler.getIfAvailable();
		return (found != null) ? found.workerBacklogs().get(group) : null;
	}

	static double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() / 1000.0 : Double.NaN;
	}

}
