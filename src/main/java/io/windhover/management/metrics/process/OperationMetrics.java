package io.windhover.management.metrics.process;

import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.OperationListener;
import io.windhover.management.operation.Outcome;

/**
 * Counts what operators do, each operation and outcome at 0 from boot.
 */
public class OperationMetrics implements MeterBinder, OperationListener {

	private final MetricsProperties properties;

	private final Map<Operation, Map<Outcome.Kind, Counter>> counters = new EnumMap<>(Operation.class);

	/**
	 * Counts no operation before it is bound to a registry.
	 */
	public OperationMetrics(MetricsProperties properties) {
		this.properties = properties;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		for (Operation operation : Operation.values()) {
			Map<Outcome.Kind, Counter> outcomes = new EnumMap<>(Outcome.Kind.class);
			for (Outcome.Kind outcome : Outcome.Kind.values()) {
				outcomes.put(outcome, factory.counter(Meters.MANAGEMENT_OPERATIONS, operation.id(), outcome.id()));
			}
			this.counters.put(operation, outcomes);
		}
	}

	@Override
	public void performed(Operation operation, String target, Outcome outcome) {
		Map<Outcome.Kind, Counter> outcomes = this.counters.get(operation);
		Counter counter = (outcomes != null) ? outcomes.get(outcome.kind()) : null;
		if (counter != null) {
			counter.increment();
		}
	}

}
