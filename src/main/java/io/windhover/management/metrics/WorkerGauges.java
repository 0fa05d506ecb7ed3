package io.windhover.management.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The gauges of the worker as a whole.
 */
class WorkerGauges implements MeterBinder {

	/** There is one group, because all workers share all jobs. */
	static final String GROUP = "workers";

	private final MetricsProperties properties;

	private final ObjectProvider<WorkerView> worker;

	// a provider, because the worker needs its listeners first
	WorkerGauges(MetricsProperties properties, ObjectProvider<WorkerView> worker) {
		this.properties = properties;
		this.worker = worker;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		gauge(factory, Meters.WORKER_SLOTS_USED, WorkerView::slotsUsed);
		gauge(factory, Meters.WORKER_SLOTS_MAX, WorkerView::slotsMax);
		gauge(factory, Meters.WORKER_STUCK,
				(view) -> view.running().stream().filter((each) -> each.stuck() != null).count());
		gauge(factory, Meters.WORKER_DRAINING, (view) -> view.isDrainRequested() ? 1 : 0);
	}

	private void gauge(SeriesFactory factory, Meters meter, ToDoubleFunction<WorkerView> value) {
		factory.gauge(meter, this.worker, (provider) -> {
			WorkerView view = provider.getIfAvailable();
			return (view != null) ? value.applyAsDouble(view) : Double.NaN;
		}, GROUP);
	}

}
