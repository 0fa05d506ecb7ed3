package io.windhover.executor.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.StateSize;
import io.windhover.execution.tree.Transition;
import io.windhover.execution.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one execution, as the store has it, for one event.
 */
public final class StoredTree implements Tree {

	private final String id;

	private final ExecutorStore store;

	private final @Nullable StoredExecution stored;

	private final @Nullable Execution published;

	private final Map<String, Scope> scopes = new LinkedHashMap<>();

	private final Map<String, Run> runs = new LinkedHashMap<>();

	private final Map<String, TaskRun> before = new HashMap<>();

	/**
	 * Reads the entry of an execution, which need not exist.
	 */
	public StoredTree(String id, ExecutorStore store) {
		this(id, store, store.execution(id));
	}

	private StoredTree(String id, ExecutorStore store, @Nullable StoredExecution stored) {
		this(id, store, stored, (stored != null) ? stored.execution() : null);
	}

	private StoredTree(String id, ExecutorStore store, @Nullable StoredExecution stored,
			@Nullable Execution published) {
		this.id = id;
		this.published = published;
		this.store = store;
		this.stored = stored;
		if (this.stored != null) {
			this.stored.scopes().forEach((scope) -> this.scopes.put(scope.path(), scope));
			this.stored.runs().forEach((run) -> this.runs.put(run.path(), run));
			this.stored.runs().forEach((run) -> this.before.put(run.path(), run.taskRun()));
		}
	}

	/**
	 * The id of the execution, even if the store does not have it.
	 */
	public String id() {
		return this.id;
	}

	/** The same, as if it were new to the state machine. */
	public StoredTree unbegun() {
		return new StoredTree(this.id, this.store, null, this.published);
	}

	/**
	 * The entry; null where there is none, and for a tree that is {@link #unbegun()}.
	 */
	public @Nullable StoredExecution stored() {
		return this.stored;
	}

	/** Its last document; null when it is new. */
	public @Nullable Execution published() {
		return this.published;
	}

	@Override
	public @Nullable Execution execution() {
		return (this.stored != null) ? this.stored.execution() : null;
	}

	@Override
	public @Nullable Scope scope(String path) {
		return isApart() ? this.store.scope(this.id, path) : this.scopes.get(path);
	}

	@Override
	public @Nullable Run run(String path) {
		if (!isApart()) {
			return this.runs.get(path);
		}
		Run run = this.store.run(this.id, path);
		if (run != null) {
			this.before.put(path, run.taskRun());
		}
		return run;
	}

	@Override
	public @Nullable KeptResult kept(Rerun rerun, String path) {
		return this.store.kept(this.id, rerun, path);
	}

	@Override
	public StateSize size() {
		return this.store.size(this.id);
	}

	/** A task run as it was before the event; null when it is new. */
	public @Nullable TaskRun before(String path) {
		return this.before.get(path);
	}

	/** Stores what changed, as one entry where it is small. */
	public void write(Transition transition) {
		Execution execution = transition.execution();
		if (execution == null) {
			return;
		}
		if (execution.state().isTerminal() && execution.endedAt() != null) {
			writeApart(transition);
			this.store.ended(execution, execution.endedAt());
			return;
		}
		this.store.resized(this.id, transition.held());
		if (isApart()) {
			writeApart(transition);
			if (transition.isExecutionChanged()) {
				this.store.put(this.id, new StoredExecution(execution, null, true, List.of(), List.of(), null));
			}
			return;
		}
		transition.removedScopes().forEach(this.scopes::remove);
		transition.removedRuns().forEach(this.runs::remove);
		transition.scopes().forEach((scope) -> this.scopes.put(scope.path(), scope));
		transition.runs().forEach((run) -> this.runs.put(run.path(), run));
		boolean apart = this.scopes.size() + this.runs.size() > StoredExecution.MOST_NODES
				|| transition.held() > StoredExecution.MOST_BYTES;
		if (apart) {
			this.scopes.values().forEach((scope) -> this.store.put(this.id, scope));
			this.runs.values().forEach((run) -> this.store.put(this.id, run));
		}
		this.store.put(this.id,
				new StoredExecution(execution, null, apart, apart ? List.of() : new ArrayList<>(this.scopes.values()),
						apart ? List.of() : new ArrayList<>(this.runs.values()), null));
	}

	private void writeApart(Transition transition) {
		if (!isApart()) {
			return;
		}
		transition.removedScopes().forEach((path) -> this.store.deleteScope(this.id, path));
		transition.removedRuns().forEach((path) -> this.store.deleteRun(this.id, path));
		transition.scopes().forEach((scope) -> this.store.put(this.id, scope));
		transition.runs().forEach((run) -> this.store.put(this.id, run));
	}

	private boolean isApart() {
		return this.stored != null && this.stored.apart();
	}

}
