package io.windhover.management.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.event.EventsView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The events that this instance delivers, by subscription.
 */
class EventMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final ObjectProvider<EventsView> events;

	EventMetrics(MetricsProperties properties, ObjectProvider<EventsView> events) {
		this.properties = properties;
		this.events = events;
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
		});
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
