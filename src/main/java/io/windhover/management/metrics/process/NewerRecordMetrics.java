package io.windhover.management.metrics.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.topic.Topics;
import io.windhover.topic.record.NewerRecords;

/**
 * The records of a newer version that what follows a topic in this process left out, by
 * the topic.
 */
public class NewerRecordMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final NewerRecords newerRecords;

	private final Topics topics;

	/**
	 * Has a counter for each topic as soon as it is bound.
	 */
	public NewerRecordMetrics(MetricsProperties properties, NewerRecords newerRecords, Topics topics) {
		this.properties = properties;
		this.newerRecords = newerRecords;
		this.topics = topics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		this.topics.all()
			.forEach((topic) -> factory.counter(Meters.TOPIC_NEWER_SKIPPED, this.newerRecords,
					(records) -> records.countLeftOut(topic.name()), topic.id()));
	}

}
