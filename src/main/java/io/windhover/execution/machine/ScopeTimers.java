package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;

/**
 * Sets and cancels the timers of scopes: at most one that it waits for, and one at which
 * its time is over.
 */
final class ScopeTimers {

	private final Transition transition;

	private final Instant now;

	ScopeTimers(Transition transition, Instant now) {
		this.transition = transition;
		this.now = now;
	}

	void set(Scope scope, Timer.Kind kind, int number, Duration delay) {
		scope.waitsUntil = this.now.plus(delay);
		this.transition.effect(new Effect.SetTimer(new Timer(kind, scope.path, number), scope.waitsUntil));
	}

	void cancel(Scope scope, Timer.Kind kind, int number) {
		if (scope.waitsUntil != null) {
			this.transition.effect(new Effect.CancelTimer(new Timer(kind, scope.path, number), scope.waitsUntil));
			scope.waitsUntil = null;
		}
	}

	void setTimeout(Scope scope, Duration timeout) {
		scope.timesOutAt = this.now.plus(timeout);
		this.transition
			.effect(new Effect.SetTimer(new Timer(Timer.Kind.TIMEOUT, scope.path, scope.attempt), scope.timesOutAt));
	}

	/** Over all attempts of the execution. */
	void setMaxDuration(Scope root, Duration longest) {
		root.overrunsAt = this.now.plus(longest);
		this.transition.effect(new Effect.SetTimer(maxDuration(root), root.overrunsAt));
	}

	/** The end may be heard of before the timer that was due. */
	void cancelMaxDuration(Scope root) {
		if (root.overrunsAt != null) {
			if (!this.now.isBefore(root.overrunsAt)) {
				this.transition.effect(new Effect.Overran(root.overrunsAt));
			}
			this.transition.effect(new Effect.CancelTimer(maxDuration(root), root.overrunsAt));
			root.overrunsAt = null;
		}
	}

	private static Timer maxDuration(Scope root) {
		return new Timer(Timer.Kind.MAX_DURATION, root.path, 1);
	}

	void cancelTimeout(Scope scope) {
		if (scope.timesOutAt != null) {
			this.transition.effect(
					new Effect.CancelTimer(new Timer(Timer.Kind.TIMEOUT, scope.path, scope.attempt), scope.timesOutAt));
			scope.timesOutAt = null;
		}
	}

}
