package io.windhover.management.exposition;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;

/**
 * What the lines of a family are, and how they are collected for what asks for no lines.
 */
enum SampleKind {

	COUNTER("counter") {
		@Override
		MetricSnapshot snapshot(MetricMetadata metadata, List<Meter> meters, Function<Meter, Labels> labels) {
			return new CounterSnapshot(metadata, meters.stream().map((meter) -> {
				SlotCounter counter = (SlotCounter) meter;
				return new CounterSnapshot.CounterDataPointSnapshot(counter.count(), labels.apply(meter),
						counter.exemplar(), 0);
			}).toList());
		}
	},
	/** Counters that something else counts. */
	POLLED_COUNTER("counter") {
		@Override
		MetricSnapshot snapshot(MetricMetadata metadata, List<Meter> meters, Function<Meter, Labels> labels) {
			return new CounterSnapshot(metadata,
					meters.stream()
						.map((meter) -> new CounterSnapshot.CounterDataPointSnapshot(((FunctionCounter) meter).count(),
								labels.apply(meter), null, 0))
						.toList());
		}
	},
	GAUGE("gauge") {
		@Override
		MetricSnapshot snapshot(MetricMetadata metadata, List<Meter> meters, Function<Meter, Labels> labels) {
			return new GaugeSnapshot(metadata,
					meters.stream()
						.map((meter) -> new GaugeSnapshot.GaugeDataPointSnapshot(((Gauge) meter).value(),
								labels.apply(meter), null))
						.toList());
		}
	},
	/** Counts and sums of timers. */
	SUMMARY("summary") {
		@Override
		MetricSnapshot snapshot(MetricMetadata metadata, List<Meter> meters, Function<Meter, Labels> labels) {
			return new SummarySnapshot(metadata, meters.stream().map((meter) -> {
				SlotTimer timer = (SlotTimer) meter;
				return new SummarySnapshot.SummaryDataPointSnapshot(timer.count(), timer.totalTime(TimeUnit.SECONDS),
						Quantiles.EMPTY, labels.apply(meter), timer.exemplars(), 0);
			}).toList());
		}
	},
	/** The longest times of timers. */
	MAXIMUM("gauge") {
		@Override
		MetricSnapshot snapshot(MetricMetadata metadata, List<Meter> meters, Function<Meter, Labels> labels) {
			return new GaugeSnapshot(metadata,
					meters.stream()
						.map((meter) -> new GaugeSnapshot.GaugeDataPointSnapshot(
								((SlotTimer) meter).max(TimeUnit.SECONDS), labels.apply(meter), null))
						.toList());
		}
	};

	private final String type;

	SampleKind(String type) {
		this.type = type;
	}

	/** As Prometheus calls it. */
	String type() {
		return this.type;
	}

	abstract MetricSnapshot snapshot(MetricMetadata metadata, List<Meter> meters, Function<Meter, Labels> labels);

}
