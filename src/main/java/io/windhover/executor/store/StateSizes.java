package io.windhover.executor.store;

import java.util.HashMap;
import java.util.Map;

import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.StateSize;

/**
 * What each execution of a partition holds. No entry has it: it is counted where the
 * entries are read at the start, and follows each change. Belongs to one initialisation
 * of a processor, as {@link RecentTrees}.
 */
public final class StateSizes {

	private final long most;

	private final Map<String, Long> held = new HashMap<>();

	/**
	 * Starts without executions.
	 * @param most bytes that one execution may hold
	 */
	public StateSizes(long most) {
		this.most = most;
	}

	StateSize of(String id) {
		return new StateSize(this.held.getOrDefault(id, 0L), this.most);
	}

	void changed(String id, long now) {
		this.held.put(id, now);
	}

	void ended(String id) {
		this.held.remove(id);
	}

	/** Counts what an entry has inside. */
	void found(String id, StoredExecution stored) {
		stored.scopes().forEach((scope) -> found(id, scope));
		stored.runs().forEach((run) -> foundRun(id));
	}

	void found(String id, Scope scope) {
		add(id, StateSize.NODE + scope.keptSize());
	}

	void foundRun(String id) {
		add(id, StateSize.NODE);
	}

	private void add(String id, long bytes) {
		this.held.merge(id, bytes, Long::sum);
	}

}
