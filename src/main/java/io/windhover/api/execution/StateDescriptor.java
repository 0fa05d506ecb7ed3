package io.windhover.api.execution;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;

/**
 * A state and since when it held.
 */
@Schema(name = "StateChange")
record StateDescriptor(State state, Instant at) {

	static List<StateDescriptor> of(List<StateChange> history) {
		return history.stream().map((change) -> new StateDescriptor(change.state(), change.at())).toList();
	}

}
