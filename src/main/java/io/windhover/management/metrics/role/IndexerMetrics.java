package io.windhover.management.metrics.role;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.indexer.IndexerListener;
import io.windhover.management.metrics.ComponentMetrics;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.FlowSeries;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;

/**
 * The meters of the indexer.
 */
public class IndexerMetrics extends ComponentMetrics<IndexerMetrics.Series> implements IndexerListener {

	/** Of which every flow has documents. */
	private static final List<String> INDICES = List.of("executions", "task-runs", "logs");

	private static final String METRICS = "metrics";

	private static final String TRIGGERS = "triggers";

	static final List<String> ALL_INDICES = Stream.concat(INDICES.stream(), Stream.of(METRICS, TRIGGERS)).toList();

	/**
	 * Takes no events before it is bound.
	 */
	public IndexerMetrics(FlowMeters flows, MetricsProperties properties) {
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
	public Series create(FlowSeries series, String index) {
		return new Series(series.counter(Meters.INDEXER_COUNT, index),
				series.lateTimer(Meters.INDEXER_DURATION, index));
	}

	record Series(FlowSeries.LateCounter count, FlowSeries.LateTimer duration) {
	}

}
