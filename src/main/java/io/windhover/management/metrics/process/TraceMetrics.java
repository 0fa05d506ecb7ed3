package io.windhover.management.metrics.process;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.management.tracing.SpanExportView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * What became of spans; where none are exported, nothing.
 */
public class TraceMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final ObjectProvider<SpanExportView> spans;

	/**
	 * Has its counters as soon as it is bound.
	 * @param spans looked up at each scrape; without it the counters are 0
	 */
	public TraceMetrics(MetricsProperties properties, ObjectProvider<SpanExportView> spans) {
		this.properties = properties;
		this.spans = spans;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		factory.counter(Meters.TRACES_EXPORTED, this, (metrics) -> metrics.count(SpanExportView::exported));
		factory.counter(Meters.TRACES_LOST, this, (metrics) -> metrics.count(SpanExportView::lost));
	}

	private double count(ToLongFunction<SpanExportView> count) {
		SpanExportView view = this.spans.getIfAvailable();
		return (view != null) ? count.applyAsLong(view) : 0;
	}

}
