package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.indexer.IndexerListener;
import io.windhover.management.Sampler;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the indexer as a whole.
 */
public class IndexerStateMetrics implements MeterBinder, IndexerListener {

	private final MetricsProperties properties;

	private final Sampler sampler;

	private final List<Topic<?>> topics;

	private final Map<String, Timer> freshness = new TreeMap<>();

	private final Map<String, Counter> deadLetters = new TreeMap<>();

	private @Nullable Counter failures;

	private @Nullable Counter retentionFailures;

	/**
	 * Has all its meters as soon as it is bound; counts nothing before.
	 * @param sampler knows the documents that wait
	 */
	public IndexerStateMetrics(MetricsProperties properties, Sampler sampler, Topics topics) {
		this.properties = properties;
		this.sampler = sampler;
		this.topics = List.of(topics.executions(), topics.taskRuns(), topics.triggers(), topics.logs());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		IndexerMetrics.ALL_INDICES
			.forEach((index) -> this.freshness.put(index, factory.timer(Meters.INDEXER_FRESHNESS, index)));
		this.topics.forEach((topic) -> this.deadLetters.put(topic.name(),
				factory.counter(Meters.INDEXER_DEAD_LETTERS, topic.id())));
		this.failures = factory.counter(Meters.INDEXER_FAILURES);
		this.retentionFailures = factory.counter(Meters.INDEXER_RETENTION_FAILURES);
		factory.gauge(Meters.INDEXER_BACKLOG_OLDEST_AGE, this.sampler, IndexerStateMetrics::oldestAge);
	}

	@Override
	public void searchable(String index, Duration age) {
		Timer timer = this.freshness.get(index);
		if (timer != null) {
			// the clocks of machines may differ
			timer.record(age.isNegative() ? Duration.ZERO : age);
		}
	}

	@Override
	public void failed() {
		increment(this.failures);
	}

	@Override
	public void retentionFailed() {
		increment(this.retentionFailures);
	}

	@Override
	public void deadLetter(String topic) {
		increment(this.deadLetters.get(topic));
	}

	private static void increment(@Nullable Counter counter) {
		if (counter != null) {
			counter.increment();
		}
	}

	private static double oldestAge(Sampler sampler) {
		BacklogSample sample = sampler.indexerBacklog();
		Duration age = (sample != null) ? sample.oldestAge() : null;
		return (age != null) ? age.toMillis() / 1000.0 : Double.NaN;
	}

}
