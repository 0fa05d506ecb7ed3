package io.windhover.management.metrics.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.Incidents;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The open incidents of the cluster by their kind, the same on each instance.
 */
public class IncidentMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final ObjectProvider<Incidents> incidents;

	/**
	 * Has a gauge for each kind as soon as it is bound, NaN until the incidents are
	 * known.
	 */
	public IncidentMetrics(MetricsProperties properties, ObjectProvider<Incidents> incidents) {
		this.properties = properties;
		this.incidents = incidents;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		for (IncidentKind kind : IncidentKind.values()) {
			factory.gauge(Meters.INCIDENTS_OPEN, this, (metrics) -> metrics.open(kind), kind.id());
		}
	}

	private double open(IncidentKind kind) {
		Incidents known = this.incidents.getObject();
		return (known.sampledAt() != null) ? known.openByKind().getOrDefault(kind.id(), 0L) : Double.NaN;
	}

}
