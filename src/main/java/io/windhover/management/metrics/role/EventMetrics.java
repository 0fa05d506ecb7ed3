package io.windhover.management.metrics.role;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.event.EventsView;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The events that this instance delivers, by subscription.
 */
public class EventMetrics implements MeterBinder {

	/** No subscription has such a name. */
	private static final String RELAY = "__relay__";

	private final MetricsProperties properties;

	private final ObjectProvider<EventsView> events;

	private final Clock clock;

	/**
	 * Has series for the subscriptions that exist when it is bound.
	 * @param events looked up at each scrape
	 */
	public EventMetrics(MetricsProperties properties, ObjectProvider<EventsView> events, Clock clock) {
		this.properties = properties;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		this.events.getObject().subscriptions().stream().map(EventsView.Subscribed::name).forEach((name) -> {
			factory.counter(Meters.EVENTS_DELIVERED_COUNT, this,
					(metrics) -> metrics.of(name, EventsView.Subscribed::delivered), name);
			factory.counter(Meters.EVENTS_FAILED_COUNT, this,
					(metrics) -> metrics.of(name, EventsView.Subscribed::failed), name);
			factory.gauge(Meters.EVENTS_PENDING, this, (metrics) -> metrics.of(name, EventMetrics::pending), name);
			factory.gauge(Meters.EVENTS_BROKEN, this,
					(metrics) -> metrics.of(name, (each) -> metrics.broken(each.brokenSince())), name);
		});
		if (this.events.getObject().relay() != null) {
			factory.gauge(Meters.EVENTS_BROKEN, this, EventMetrics::relay, RELAY);
		}
	}

	private double relay() {
		EventsView.Relay relay = this.events.getObject().relay();
		return (relay != null) ? broken(relay.brokenSince()) : Double.NaN;
	}

	private double broken(@Nullable Instant since) {
		return (since != null) ? Math.max(1, Duration.between(since, this.clock.instant()).toSeconds()) : 0;
	}

	private static double pending(EventsView.Subscribed subscription) {
		return (subscription.pending() != null) ? subscription.pending() : Double.NaN;
	}

	private double of(String name, ToDoubleFunction<EventsView.Subscribed> value) {
		return this.events.getObject()
			.subscriptions()
			.stream()
			.filter((each) -> each.name().equals(name))
			.mapToDouble(value)
			.findFirst()
			.orElse(Double.NaN);
	}

}
