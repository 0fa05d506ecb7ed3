package io.windhover.event;

import org.jspecify.annotations.Nullable;

/**
 * What this instance does with events, from the state of each part.
 */
record CurrentEvents(@Nullable RelayState state) implements EventsView {

	@Override
	public @Nullable Relay relay() {
		return (this.state != null) ? this.state.status() : null;
	}

}
