package io.windhover.execution.machine;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.WorkingDirectory;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The working directories that tasks share. The scope around them keeps the address of
 * what the last one that succeeded has left; what fails leaves nothing.
 */
final class Directories {

	private final Transition transition;

	private final Plan plan;

	Directories(Transition transition, Plan plan) {
		this.transition = transition;
		this.plan = plan;
	}

	/** What the next attempt of a task run finds; null where it shares no directory. */
	@Nullable WorkingDirectory of(Run run) {
		Scope owner = owner(run.node, run.parent);
		return (owner != null) ? new WorkingDirectory(owner.directory, owner.replacedDirectory) : null;
	}

	/** A task run has succeeded and has left something. */
	void left(Run run, @Nullable String snapshot) {
		Scope seen = (snapshot != null) ? owner(run.node, run.parent) : null;
		if (seen != null) {
			Scope owner = this.transition.parent(seen.path);
			boolean needed = owner.directory == null || neededAgain(run.parent, owner).contains(owner.directory);
			owner.replacedDirectory = needed ? null : owner.directory;
			owner.directory = snapshot;
		}
	}

	/**
	 * What the scopes between a task run and the owner begin with when they are retried.
	 */
	private Set<String> neededAgain(String path, Scope owner) {
		Set<String> needed = new HashSet<>();
		Scope each = this.transition.look(path);
		while (each != null && !each.path.equals(owner.path)) {
			if (each.directoryBefore != null) {
				needed.add(each.directoryBefore);
			}
			each = around(each);
		}
		return needed;
	}

	/** A scope is about to begin. */
	void begins(Scope scope) {
		if (node(scope).settings().retry() != null && scope.parent != null) {
			Scope owner = owner(scope.node, scope.parent);
			scope.directoryBefore = (owner != null) ? owner.directory : null;
		}
	}

	/** A scope begins anew: its tasks find what was there when it began first. */
	void beginsAgain(Scope scope) {
		if (node(scope).hasDirectory()) {
			reset(scope, null);
		}
		else if (scope.parent != null) {
			Scope owner = owner(scope.node, scope.parent);
			if (owner != null) {
				reset(this.transition.parent(owner.path), scope.directoryBefore);
			}
		}
	}

	private static void reset(Scope owner, @Nullable String before) {
		if (!Objects.equals(owner.directory, before)) {
			owner.replacedDirectory = owner.directory;
			owner.directory = before;
		}
	}

	/** The nearest scope around a node whose tasks share a directory. */
	private @Nullable Scope owner(int node, String parent) {
		if (!this.plan.isInDirectory(this.plan.node(node))) {
			return null;
		}
		Scope scope = this.transition.look(parent);
		while (scope != null && !node(scope).hasDirectory()) {
			scope = around(scope);
		}
		return scope;
	}

	private @Nullable Scope around(Scope scope) {
		return (scope.parent != null) ? this.transition.look(scope.parent) : null;
	}

	private Node node(Scope scope) {
		return this.plan.node(scope.node);
	}

}
