package io.windhover.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A state and the instant from which it held.
 */
public record StateChange(State state, Instant at) {

	/**
	 * A history with one more change at its end.
	 */
	public static List<StateChange> append(List<StateChange> history, State state, Instant at) {
		List<StateChange> changes = new ArrayList<>(history);
		changes.add(new StateChange(state, at));
		return List.copyOf(changes);
	}

}
