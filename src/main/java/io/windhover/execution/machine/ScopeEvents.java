package io.windhover.execution.machine;

import java.time.Instant;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Phase;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event of one scope, or of the execution as a whole. What is
 * duplicated or belongs to a wait or an attempt that is over changes nothing.
 */
final class ScopeEvents {

	private final ExecutionMachine machine;

	private final Transition transition;

	private final Plan plan;

	private final Pauses pauses;

	private final ScopeTimers timers;

	private final Subflows subflows;

	ScopeEvents(ExecutionMachine machine, Transition transition, Plan plan, Pauses pauses, ScopeTimers timers,
			Subflows subflows) {
		this.machine = machine;
		this.transition = transition;
		this.plan = plan;
		this.pauses = pauses;
		this.timers = timers;
		this.subflows = subflows;
	}

	boolean concerns(Event event) {
		return event instanceof Event.Kill || event instanceof Event.Pause || event instanceof Event.Unpause
				|| event instanceof Event.Resume || event instanceof Event.Continue
				|| event instanceof Event.SubflowEnded || (event instanceof Event.Due due && !due.timer().isOfRun());
	}

	@Nullable StaleReason apply(Event event, Execution execution) {
		if (event instanceof Event.Kill kill) {
			return kill(execution, kill);
		}
		if (event instanceof Event.Pause) {
			return hold(execution);
		}
		if (event instanceof Event.Unpause) {
			return free(execution);
		}
		if (event instanceof Event.Resume resume) {
			return resume(this.transition.scope(resume.path()), resume);
		}
		if (event instanceof Event.SubflowEnded end) {
			return ended(this.transition.scope(end.path()), end);
		}
		if (event instanceof Event.Continue rest) {
			return proceed(this.transition.scope(rest.path()), rest.number());
		}
		if (event instanceof Event.Due due) {
			return due(due.timer(), this.transition.scope(due.timer().path()));
		}
		throw new IllegalStateException("Not about a scope: " + event);
	}

	private @Nullable StaleReason kill(Execution execution, Event.Kill kill) {
		if (execution.killRequested()) {
			return StaleReason.KILLED_BEFORE;
		}
		this.transition.execution(Executions.killRequested(execution));
		if (execution.onHold()) {
			this.pauses.free(this.transition.requireExecution());
		}
		Scope root = this.transition.parent("");
		if (root.error == null) {
			root.error = kill.reason();
		}
		this.machine.stop(root);
		return null;
	}

	private @Nullable StaleReason hold(Execution execution) {
		if (execution.killRequested()) {
			return StaleReason.KILLED_BEFORE;
		}
		if (execution.onHold()) {
			return StaleReason.PAUSED_BEFORE;
		}
		this.pauses.hold(execution);
		return null;
	}

	private @Nullable StaleReason free(Execution execution) {
		if (!execution.onHold()) {
			return StaleReason.NOT_PAUSED;
		}
		this.pauses.free(execution);
		this.machine.wake(this.transition.parent(""));
		return null;
	}

	private @Nullable StaleReason ended(@Nullable Scope scope, Event.SubflowEnded end) {
		if (scope == null || !this.subflows.ended(scope, end)) {
			return StaleReason.SUBFLOW_PASSED;
		}
		this.machine.queue(scope);
		return null;
	}

	private @Nullable StaleReason proceed(@Nullable Scope scope, int number) {
		if (scope == null || !scope.continuing || number != scope.continuations) {
			return StaleReason.RETRY_PASSED;
		}
		scope.continuing = false;
		this.machine.queue(scope);
		return null;
	}

	private @Nullable StaleReason due(Timer timer, @Nullable Scope scope) {
		if (scope == null) {
			return StaleReason.RETRY_PASSED;
		}
		if (timer.kind() == Timer.Kind.MAX_DURATION && scope.overrunsAt != null) {
			return overran(scope, scope.overrunsAt);
		}
		if (timer.kind() == Timer.Kind.WAIT && scope.waiting && timer.number() == scope.waits) {
			scope.waitsUntil = null;
			return waited(scope);
		}
		if (timer.kind() == Timer.Kind.SCOPE_RETRY && scope.waitsUntil != null && scope.state == State.RETRYING
				&& timer.number() == scope.attempt) {
			scope.waitsUntil = null;
			if (!this.transition.requireExecution().onHold()) {
				this.machine.again(scope);
			}
			return null;
		}
		if (timer.kind() == Timer.Kind.TIMEOUT && scope.state != State.RETRYING && scope.timesOutAt != null
				&& timer.number() == scope.attempt) {
			scope.timesOutAt = null;
			return timeOut(scope);
		}
		return StaleReason.RETRY_PASSED;
	}

	private @Nullable StaleReason resume(@Nullable Scope scope, Event.Resume resume) {
		if (scope == null || scope.state != State.PAUSED) {
			return StaleReason.NOT_PAUSED;
		}
		if (!resume.inputs().isEmpty()) {
			this.pauses.given(scope, node(scope), resume);
		}
		return waited(scope);
	}

	private @Nullable StaleReason waited(Scope scope) {
		this.timers.cancel(scope, Timer.Kind.WAIT, scope.waits);
		scope.waiting = false;
		scope.waited = true;
		this.pauses.over(scope);
		this.machine.queue(scope);
		return null;
	}

	/** What is killed ends as if somebody had asked for it. */
	private @Nullable StaleReason overran(Scope root, Instant since) {
		root.overrunsAt = null;
		this.transition.effect(new Effect.Overran(since));
		Execution execution = this.transition.requireExecution();
		return (this.plan.expectations().killsOverdue() && !execution.killRequested())
				? kill(execution, new Event.Kill("expect.maxDuration")) : null;
	}

	/** What runs in it is killed; its errors and its finally follow. */
	private @Nullable StaleReason timeOut(Scope scope) {
		if (scope.phase == Phase.BODY && !scope.stopped) {
			scope.fail("it took longer than " + node(scope).settings().timeout());
			this.machine.stopPhase(scope);
		}
		return null;
	}

	private Node node(Scope scope) {
		return this.plan.node(scope.node);
	}

}
