package io.windhover.management.endpoint.incident;

import io.windhover.event.EventsView;
import io.windhover.instance.Instance;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The events that leave through this instance, and what becomes of those that others
 * subscribe to.
 */
@Endpoint(id = "events")
public class EventsEndpoint {

	private static final String SUBSCRIPTIONS = "subscriptions";

	private final EventsView events;

	private final Instance instance;

	/**
	 * Shows the relay and the subscriptions of this instance.
	 */
	public EventsEndpoint(EventsView events, Instance instance) {
		this.events = events;
		this.instance = instance;
	}

	@ReadOperation
	public EventsDescriptors.Events events() {
		EventsView.Relay relay = this.events.relay();
		return new EventsDescriptors.Events(this.instance.id(), relay != null,
				(relay != null)
						? new EventsDescriptors.Relay(relay.ready(), relay.written(), relay.lastWrittenAt(),
								relay.lag(), relay.error(), relay.brokenSince(), relay.stopped(), relay.sampledAt())
						: null,
				this.events.subscriptions().size());
	}

	/**
	 * One view of events; null, which is not found, when there is no such view.
	 * @param view subscriptions
	 */
	@ReadOperation
	public EventsDescriptors.@Nullable Subscriptions view(@Selector String view) {
		return view.equals(SUBSCRIPTIONS) ? new EventsDescriptors.Subscriptions(this.instance.id(),
				this.events.subscriptions().stream().map(EventsEndpoint::describe).toList()) : null;
	}

	private static EventsDescriptors.Subscription describe(EventsView.Subscribed each) {
		EventsView.LastError error = each.lastError();
		EventsView.Failing failing = each.failing();
		return new EventsDescriptors.Subscription(each.name(), each.target(), each.format(), each.types(), each.state(),
				each.brokenSince(), each.pending(), each.delivered(), each.failed(), each.lastDeliveredAt(),
				each.lastGivenUpAt(),
				(error != null) ? new EventsDescriptors.LastError(error.message(), error.at()) : null,
				(failing != null) ? new EventsDescriptors.Failing(failing.subject(), failing.error(), failing.since(),
						failing.attempts()) : null,
				each.positions()
					.stream()
					.map((at) -> new EventsDescriptors.Position(at.partition(), at.offset(), at.lag()))
					.toList(),
				each.sampledAt());
	}

}
