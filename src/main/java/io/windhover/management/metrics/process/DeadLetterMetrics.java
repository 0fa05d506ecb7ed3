package io.windhover.management.metrics.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;

/**
 * The dead letters of all roles of this process, by the topic that they were read from.
 */
public class DeadLetterMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final DeadLetters deadLetters;

	private final Topics topics;

	/**
	 * Has a counter for each topic as soon as it is bound.
	 */
	public DeadLetterMetrics(MetricsProperties properties, DeadLetters deadLetters, Topics topics) {
		this.properties = properties;
		this.deadLetters = deadLetters;
		this.topics = topics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		this.topics.all()
			.forEach((topic) -> factory.counter(Meters.TOPIC_DEAD_LETTERS, this.deadLetters,
					(letters) -> count(letters, topic), topic.id()));
	}

	/** Those of all worker groups are jobs. */
	private double count(DeadLetters letters, Topic<?> topic) {
		return topic.equals(this.topics.taskJobs()) ? letters.count((name) -> this.topics.workerGroup(name) != null)
				: letters.count(topic.name());
	}

}
