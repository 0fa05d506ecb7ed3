package io.windhover.management.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.topic.NewerRecords;
import io.windhover.topic.Topics;

/**
 * The records of a newer version that what follows a topic in this process left out, by
 * the topic.
 */
class NewerRecordMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final NewerRecords newerRecords;

	private final Topics topics;

	NewerRecordMetrics(MetricsProperties properties, NewerRecords newerRecords, Topics topics) {
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
