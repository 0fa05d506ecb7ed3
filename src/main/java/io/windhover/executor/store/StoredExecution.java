package io.windhover.executor.store;

import java.time.Instant;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Run;
import org.jspecify.annotations.Nullable;

/**
 * The entry of an execution. A small one has all of its tree inside, so that an event
 * writes one record; from a size on each node has an entry of its own, so that an event
 * writes only what it is about.
 *
 * @param execution null when it has ended
 * @param waitsFor what lets it begin; null once it has begun
 * @param apart whether the nodes have entries of their own
 * @param endedAt when it ended: what is left of it keeps a create command that arrives
 * twice from running twice
 */
public record StoredExecution(@Nullable Execution execution, @Nullable Wait waitsFor, boolean apart, List<Scope> scopes,
		List<Run> runs, @Nullable Instant endedAt) {

	/** Nodes that an entry holds. */
	public static final int MOST_NODES = 8;

	/** Bytes that an execution holds whose nodes are in its entry. */
	static final int MOST_BYTES = 1024 * 1024;

	/**
	 * The entry of an execution that has no nodes yet.
	 */
	public static StoredExecution waiting(Execution execution, Wait waitsFor) {
		return new StoredExecution(execution, waitsFor, false, List.of(), List.of(), null);
	}

	static StoredExecution ended(Instant at) {
		return new StoredExecution(null, null, false, List.of(), List.of(), at);
	}

	/**
	 * What an execution waits for before it begins.
	 */
	public enum Wait {

		/** The revision to run has not arrived. */
		FLOW,

		/** As many executions of its flow run as may. */
		SLOT

	}

}
