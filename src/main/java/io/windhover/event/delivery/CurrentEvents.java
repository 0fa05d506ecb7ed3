package io.windhover.event.delivery;

import java.util.List;

import io.windhover.event.EventsView;
import io.windhover.event.relay.RelayState;
import org.jspecify.annotations.Nullable;

/**
 * What this instance does with events, from the state of each part.
 */
record CurrentEvents(@Nullable RelayState state, List<SubscriptionState> states) implements EventsView {

	@Override
	public @Nullable Relay relay() {
		return (this.state != null) ? this.state.status() : null;
	}

	@Override
	public List<Subscribed> subscriptions() {
		return this.states.stream().map(SubscriptionState::status).toList();
	}

}
