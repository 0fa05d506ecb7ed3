package io.windhover.event;

import java.util.List;

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
