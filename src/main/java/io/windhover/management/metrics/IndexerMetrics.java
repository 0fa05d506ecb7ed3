package io.windhover.management.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.indexer.IndexerListener;

/**
 * The meters of the indexer.
 */
class IndexerMetrics extends ComponentMetrics<IndexerMetrics.Series> implements IndexerListener {

	private static final List<String> INDICES = List.of("executions", "task-runs", "logs", "metrics");

	private static final String TRIGGERS = "triggers";

	static final List<String> ALL_INDICES = Stream.concat(INDICES.stream(), Stream.of(TRIGGERS)).toList();

	IndexerMetrics(FlowMeters flows, MetricsProperties properties) {
		super(flows, properties);
	}

	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		INDICES.forEach((index) -> series().ensure(labels, index));
		if (!flow.triggers().isEmpty()) {
			series().ensure(labels, TRIGGERS);
		}
	}

	@Override
	public void indexed(FlowKey flow, String index, int count, Duration duration) {
		Series found = series().get(flow, index);
		found.count.increment(count);
		found.duration.record(duration);
	}

	@Override
	Series create(SeriesFactory factory, FlowLabels flow, String index) {
		return new Series(factory.counter(Meters.INDEXER_COUNT, flow, index),
				factory.timer(Meters.INDEXER_DURATION, flow, index));
	}

	record Series(Counter count, Timer duration) implements SeriesCache.Bundle {

		@Override
		public Iterable<? extends Meter> meters() {
			return List.of(this.count, this.duration);
		}

	}

}
