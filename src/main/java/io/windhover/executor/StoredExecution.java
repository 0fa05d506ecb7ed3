package io.windhover.executor;

import java.time.Instant;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.machine.Run;
import io.windhover.execution.machine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The entry of an execution. A small one has all of its tree inside, so that an event
 * writes one record; from a size on each node has an entry of its own, so that an event
 * writes only what it is about.
 *
 * @param execution null when it has ended
 * @param waitsForFlow the revision to run has not arrived
 * @param apart whether the nodes have entries of their own
 * @param endedAt when it ended: what is left of it keeps a create command that arrives
 * twice from running twice
 */
record StoredExecution(@Nullable Execution execution, boolean waitsForFlow, boolean apart, List<Scope> scopes,
		List<Run> runs, @Nullable Instant endedAt) {

	/** Nodes that an entry holds. */
	static final int MOST_NODES = 8;

	static StoredExecution ended(Instant at) {
		return new StoredExecution(null, false, false, List.of(), List.of(), at);
	}

}
