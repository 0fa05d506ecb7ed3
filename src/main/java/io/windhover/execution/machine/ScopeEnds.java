package io.windhover.execution.machine;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.plan.Child;
import io.windhover.execution.plan.Control;
import io.windhover.execution.plan.Expressions;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Node.Settings;
import io.windhover.execution.plan.Phase;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.TaskRuns;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Ends scopes and task runs: what the scope around them hears, and what it makes of it.
 */
final class ScopeEnds {

	private final ExecutionMachine machine;

	private final Transition transition;

	private final Plan plan;

	private final Expressions expressions;

	private final KeptOutputs kept;

	private final ScopeTimers timers;

	private final Instant now;

	ScopeEnds(ExecutionMachine machine, Transition transition, Plan plan, Expressions expressions, KeptOutputs kept,
			ScopeTimers timers, Instant now) {
		this.machine = machine;
		this.transition = transition;
		this.plan = plan;
		this.expressions = expressions;
		this.kept = kept;
		this.timers = timers;
		this.now = now;
	}

	/** Tries a scope again whose lists are through, or ends it. */
	void finish(Scope scope, Settings settings) {
		this.timers.cancelTimeout(scope);
		State end = scope.killed ? State.KILLED
				: scope.failed ? State.FAILED : scope.warned ? State.WARNING : State.SUCCESS;
		if (end == State.FAILED && settings.retry() != null && settings.retry().permitsAnother(scope.attempt)) {
			scope.state = State.RETRYING;
			this.timers.set(scope, Timer.Kind.SCOPE_RETRY, scope.attempt, settings.retry().delayAfter(scope.attempt));
			return;
		}
		end(scope, (end == State.FAILED && settings.allowFailure()) ? State.WARNING : end);
	}

	/** Ends a scope, and the execution with its outermost one. */
	void end(Scope scope, State decided) {
		this.transition.removeScope(scope.path);
		State end = (scope.parent != null) ? handOver(scope, this.transition.parent(scope.parent), decided)
				: give(scope, decided);
		scope.state = end;
		this.kept.forget(scope);
		if (scope.parent == null) {
			this.timers.cancelMaxDuration(scope);
			if (this.plan.expectations().minMetric() != null) {
				this.transition.measured(scope.measured);
			}
			Execution execution = this.transition.requireExecution();
			Execution over = (end == State.FAILED)
					? Executions.failed(execution, scope.error, this.plan.typeAt(scope.failedPath), this.now)
					: Executions.ended(execution, end, scope.error, this.now);
			this.transition.execution(over.withTaskRuns(scope.documents));
			return;
		}
		if (scope.index < 0) {
			this.transition.effect(new Effect.Publish(TaskRuns.scope(this.transition.requireExecution(), scope,
					node(scope), end, scope.error, this.now)));
		}
		Scope parent = this.transition.parent(scope.parent);
		parent.documents += scope.documents;
		ended(parent, new Child(node(scope), scope.index), end, scope.error,
				Objects.requireNonNullElse(scope.failedPath, scope.path));
	}

	/** The end of the execution, once it has what it gives. */
	private State give(Scope root, State decided) {
		if (this.plan.outputs().isEmpty() || (decided != State.SUCCESS && decided != State.WARNING)) {
			return decided;
		}
		try {
			Map<String, Object> outputs = this.expressions.outputs(root, this.plan.outputs());
			Execution execution = this.transition.requireExecution();
			this.transition.execution(execution.withOutputs(ExecutionChanges.given(execution, outputs)));
			return decided;
		}
		catch (ExpressionFailure ex) {
			root.error = "The outputs of the flow: " + ex.getMessage();
			return State.FAILED;
		}
	}

	/** The end of a scope, once the scope around it has what it needs of it. */
	private State handOver(Scope scope, Scope parent, State decided) {
		String refusal = this.kept.handOver(scope, parent, this.plan);
		if (refusal != null) {
			scope.error = refusal;
			scope.failedPath = scope.path;
			return (decided == State.KILLED) ? decided : State.FAILED;
		}
		Control control = node(parent).control();
		if (scope.index >= 0 && control != null && (decided == State.SUCCESS || decided == State.WARNING)) {
			try {
				control.iterationEnded(node(parent), parent, scope, this.expressions);
			}
			catch (ExpressionFailure ex) {
				parent.fail(ex.getMessage());
				parent.phaseFailed = true;
			}
		}
		return decided;
	}

	/**
	 * A child is over, and its entry gone.
	 * @param at the path of what the error is from: its own, or that of a task run in it
	 */
	void ended(Scope parent, Child child, State end, @Nullable String error, String at) {
		this.machine.spend();
		parent.active--;
		parent.documents += (child.index() < 0) ? 1 : 0;
		switch (end) {
			case FAILED -> {
				parent.fail(
						"%s failed: %s".formatted(name(child), Objects.requireNonNullElse(error, "no reason given")),
						at);
				parent.phaseFailed |= parent.phase != Phase.BODY || node(parent).settings().failFast();
			}
			// where the scope's time was over, its children were killed for that
			case KILLED -> killed(parent, child, error, at);
			case WARNING -> parent.warned = true;
			default -> {
			}
		}
		Control control = node(parent).control();
		if (parent.phase == Phase.BODY && control != null && end != State.FAILED && end != State.KILLED) {
			control.childEnded(node(parent), parent, child);
		}
		this.machine.queue(parent);
	}

	private void killed(Scope parent, Child child, @Nullable String error, String at) {
		if (!parent.stopped) {
			parent.killed = true;
			if (error != null && parent.error == null && !this.transition.requireExecution().killRequested()) {
				parent.error = "%s ended as KILLED: %s".formatted(name(child), error);
				parent.failedPath = at;
			}
		}
	}

	/** An iteration has no id of its own. */
	private static String name(Child child) {
		return (child.index() >= 0) ? "Iteration " + child.index() : "Task '%s'".formatted(child.node().id());
	}

	private Node node(Scope scope) {
		return this.plan.node(scope.node);
	}

}
