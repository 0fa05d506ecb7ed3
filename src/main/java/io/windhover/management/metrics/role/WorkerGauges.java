package io.windhover.management.metrics.role;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.flow.WorkerGroup;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.topic.ServedGroups;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The gauges of the worker as a whole, for each of its groups: they share its slots.
 */
public class WorkerGauges implements MeterBinder {

	private final MetricsProperties properties;

	private final ServedGroups groups;

	private final ObjectProvider<WorkerView> worker;

	/**
	 * Has gauges for each group as soon as it is bound.
	 * @param worker a provider, because the worker needs its listeners first
	 */
	public WorkerGauges(MetricsProperties properties, ServedGroups groups, ObjectProvider<WorkerView> worker) {
		this.properties = properties;
		this.groups = groups;
		this.worker = worker;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		int others = this.groups.names().size() - 1;
		for (String group : this.groups.names()) {
			gauge(factory, Meters.WORKER_SLOTS_USED, group, WorkerView::slotsUsed);
			gauge(factory, Meters.WORKER_SLOTS_MAX, group, (view) -> view.slotsMax() - others);
			gauge(factory, Meters.WORKER_STUCK, group, (view) -> stuck(view, group));
			gauge(factory, Meters.WORKER_DRAINING, group, (view) -> view.isDrainRequested() ? 1 : 0);
		}
	}

	private static long stuck(WorkerView view, String group) {
		return view.running()
			.stream()
			.filter((each) -> each.stuck() != null
					&& WorkerGroup.orDefault(each.job().task().workerGroup()).equals(group))
			.count();
	}

	private void gauge(SeriesFactory factory, Meters meter, String group, ToDoubleFunction<WorkerView> value) {
		factory.gauge(meter, this.worker, (provider) -> {
			WorkerView view = provider.getIfAvailable();
			return (view != null) ? value.applyAsDouble(view) : Double.NaN;
		}, group);
	}

}
