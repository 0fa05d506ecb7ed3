package io.windhover.management.metrics.role;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.execution.flow.TriggerState;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.scheduler.SchedulerView;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Whether the scheduler as a whole keeps up. A scrape costs one pass over the triggers.
 */
public class SchedulerGauges implements MeterBinder {

	private final MetricsProperties properties;

	private final ObjectProvider<SchedulerView> view;

	private final Clock clock;

	/**
	 * Has its gauges as soon as it is bound, NaN where no scheduler runs.
	 * @param view looked up at each scrape
	 */
	public SchedulerGauges(MetricsProperties properties, ObjectProvider<SchedulerView> view, Clock clock) {
		this.properties = properties;
		this.view = view;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		factory.gauge(Meters.SCHEDULER_LATENESS_MAX, this, SchedulerGauges::lateness);
		factory.gauge(Meters.SCHEDULER_LAST_SUCCESS, this, SchedulerGauges::lastSuccess);
	}

	private double lateness() {
		SchedulerView scheduler = this.view.getIfAvailable();
		// what a scheduler has of triggers is not known before it has looked
		if (scheduler == null || scheduler.lastTick() == null) {
			return Double.NaN;
		}
		TriggerState latest = scheduler.latest();
		return (latest != null) ? seconds(latest.lateness(this.clock.instant())) : 0;
	}

	private double lastSuccess() {
		SchedulerView scheduler = this.view.getIfAvailable();
		Instant success = (scheduler != null) ? scheduler.lastSuccess() : null;
		return (success != null) ? success.toEpochMilli() / 1000.0 : Double.NaN;
	}

	private static double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() / 1000.0 : 0;
	}

}
