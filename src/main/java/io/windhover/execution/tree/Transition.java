package io.windhover.execution.tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.plan.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event: the entries that changed, over those of the tree.
 */
public final class Transition implements Scopes {

	private final Tree tree;

	private final Map<String, Object> variables;

	private @Nullable Execution execution;

	private boolean executionChanged;

	private final Map<String, @Nullable Scope> scopes = new LinkedHashMap<>();

	private final Map<String, @Nullable Run> runs = new LinkedHashMap<>();

	/** The paths of what is new. */
	private final Set<String> begun = new HashSet<>();

	private final Set<String> removedScopes = new LinkedHashSet<>();

	private final Set<String> removedRuns = new LinkedHashSet<>();

	private final List<Effect> effects = new ArrayList<>();

	private final long most;

	private long held;

	private @Nullable StaleReason stale;

	private @Nullable Double measured;

	/**
	 * Starts without changes.
	 * @param variables of the flow, which its templates see
	 */
	public Transition(Tree tree, Map<String, Object> variables) {
		this.tree = tree;
		this.variables = variables;
		this.execution = tree.execution();
		this.held = tree.size().held();
		this.most = tree.size().most();
	}

	@Override
	public Map<String, Object> variables() {
		return this.variables;
	}

	/** As it stands afterwards; null when there is none. */
	public @Nullable Execution execution() {
		return this.execution;
	}

	/**
	 * The execution, for events that only an existing one receives.
	 * @throws NullPointerException when there is none
	 */
	public Execution requireExecution() {
		return Objects.requireNonNull(this.execution);
	}

	/**
	 * Replaces the execution, which then counts as changed.
	 */
	public void execution(Execution changed) {
		this.executionChanged = true;
		this.execution = changed;
	}

	/**
	 * Whether the execution was replaced, so that it must be written.
	 */
	public boolean isExecutionChanged() {
		return this.executionChanged;
	}

	/**
	 * A scope that may be changed from now on; null when there is none.
	 */
	public @Nullable Scope scope(String path) {
		// not computeIfAbsent: an entry that is gone is null
		if (!this.scopes.containsKey(path)) {
			this.scopes.put(path, this.tree.scope(path));
		}
		return this.scopes.get(path);
	}

	/** A scope that is only read, so that it is not among those that may have changed. */
	@Override
	public @Nullable Scope look(String path) {
		return this.scopes.containsKey(path) ? this.scopes.get(path) : this.tree.scope(path);
	}

	/**
	 * A task run that may be changed from now on; null when there is none.
	 */
	public @Nullable Run run(String path) {
		if (!this.runs.containsKey(path)) {
			this.runs.put(path, this.tree.run(path));
		}
		return this.runs.get(path);
	}

	/**
	 * A result of the execution that this one takes up; null when it keeps none there.
	 */
	public @Nullable KeptResult kept(String path) {
		Rerun rerun = (this.execution != null) ? this.execution.rerun() : null;
		return (rerun != null && rerun.kept() > 0) ? this.tree.kept(rerun, path) : null;
	}

	/**
	 * A scope that must exist, and that may be changed from now on.
	 * @throws NullPointerException when there is none
	 */
	public Scope parent(String path) {
		return Objects.requireNonNull(scope(path), () -> "There is no scope '%s'".formatted(path));
	}

	/**
	 * Adds a scope; a new one adds {@link StateSize#NODE} to what the execution holds.
	 */
	public void put(Scope scope) {
		if (this.scopes.put(scope.path, scope) == null) {
			this.begun.add(scope.path);
			hold(StateSize.NODE);
		}
	}

	/**
	 * Adds a new task run, which adds {@link StateSize#NODE} to what the execution holds.
	 */
	public void put(Run run) {
		this.runs.put(run.path(), run);
		this.begun.add(run.path());
		hold(StateSize.NODE);
	}

	/**
	 * Removes a scope that is over, and its {@link StateSize#NODE} with it.
	 */
	public void removeScope(String path) {
		this.scopes.put(path, null);
		remove(path, this.removedScopes);
	}

	/**
	 * Removes a task run that is over, and its {@link StateSize#NODE} with it.
	 */
	public void removeRun(String path) {
		this.runs.put(path, null);
		remove(path, this.removedRuns);
	}

	/** What began in this very event is in no store. */
	private void remove(String path, Set<String> removed) {
		hold(-StateSize.NODE);
		if (!this.begun.remove(path)) {
			removed.add(path);
		}
	}

	/** The execution holds so much more, or less. */
	public void hold(long bytes) {
		this.held += bytes;
	}

	/** What the execution holds afterwards. */
	public long held() {
		return this.held;
	}

	/** Whether the execution can hold so much more. */
	public boolean hasRoom(long bytes) {
		return this.held + bytes <= this.most;
	}

	/** Why the execution cannot hold so much more; null when it can. */
	public @Nullable String refusal(String what, long bytes) {
		return !hasRoom(bytes)
				? "with %s the execution would hold %d bytes, more than windhover.executor.max-state-size (%d) allows"
					.formatted(what, this.held + bytes, this.most)
				: null;
	}

	/**
	 * Adds an effect, which is carried out after those added before.
	 */
	public void effect(Effect effect) {
		this.effects.add(effect);
	}

	/** The execution ends, and its tasks have measured this. */
	public void measured(double sum) {
		this.measured = sum;
	}

	/**
	 * The sum of the metric that is expected of an execution that has ended; null where
	 * none is.
	 */
	public @Nullable Double measured() {
		return this.measured;
	}

	/**
	 * Notes why the event changed nothing.
	 * @return this transition
	 */
	public Transition stale(StaleReason reason) {
		this.stale = reason;
		return this;
	}

	/** Those that may have changed. */
	public List<Scope> scopes() {
		return this.scopes.values().stream().filter(Objects::nonNull).toList();
	}

	/** Those that may have changed. */
	public List<Run> runs() {
		return this.runs.values().stream().filter(Objects::nonNull).toList();
	}

	/** The paths of those that are over. */
	public Set<String> removedScopes() {
		return this.removedScopes;
	}

	/** The paths of those that are over. */
	public Set<String> removedRuns() {
		return this.removedRuns;
	}

	@Override
	public List<Effect> effects() {
		return this.effects;
	}

	/**
	 * Why the event changed nothing; null when it was not stale.
	 */
	public @Nullable StaleReason stale() {
		return this.stale;
	}

}
