package io.windhover.management.metrics.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.Role;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.topic.maintenance.MaintenanceMode;

/**
 * Which roles anybody has and who should run, as each instance hears it: neither a role
 * that nobody has nor an instance that is gone reports anything itself.
 */
public class ClusterMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final InstanceRegistry instances;

	private final MaintenanceMode maintenance;

	private final Clock clock;

	/**
	 * Has its gauges as soon as it is bound, NaN while their values are not known.
	 */
	public ClusterMetrics(MetricsProperties properties, InstanceRegistry instances, MaintenanceMode maintenance,
			Clock clock) {
		this.properties = properties;
		this.instances = instances;
		this.maintenance = maintenance;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		for (Role role : Role.values()) {
			factory.gauge(Meters.CLUSTER_INSTANCES, this, (metrics) -> metrics.live(role), role.id());
		}
		factory.gauge(Meters.CLUSTER_DUPLICATES, this, ClusterMetrics::duplicates);
		factory.gauge(Meters.CLUSTER_MEMBERS, this, ClusterMetrics::members);
		factory.gauge(Meters.CLUSTER_MAINTENANCE, this, ClusterMetrics::maintenance);
	}

	private double maintenance() {
		if (!this.maintenance.isKnown() || this.maintenance.unreadable() != null) {
			return Double.NaN;
		}
		Instant since = this.maintenance.since();
		// a clock that is behind that of who began it must not hide it
		return (since != null) ? Math.max(1, Duration.between(since, this.clock.instant()).toSeconds()) : 0;
	}

	private double duplicates() {
		return this.instances.heartbeatReception().current() ? this.instances.duplicates().size() : Double.NaN;
	}

	/** One that ends in good order leaves the registry; one that is killed does not. */
	private double members() {
		return this.instances.heartbeatReception().current() ? this.instances.all().size() : Double.NaN;
	}

	private double live(Role role) {
		InstanceRegistry.HeartbeatReception hearing = this.instances.heartbeatReception();
		if (!hearing.current()) {
			return Double.NaN;
		}
		Instant now = this.clock.instant();
		return this.instances.all()
			.stream()
			.filter((each) -> each.runs(role, hearing, now) && each.heartbeat().standing() == Standing.HOLDING)
			.count();
	}

}
