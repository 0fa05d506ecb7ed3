package io.windhover.execution.plan;

import java.time.Duration;

/**
 * {@code loop-until}: iterations until a condition holds, which is looked at after each.
 */
public record ControlLoop(String condition, Duration interval, int maxIterations) implements Control {

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		if (scope.active > 0) {
			return Next.WAIT;
		}
		if (scope.cursor > 0 && !scope.waited) {
			if (scope.over) {
				return Next.DONE;
			}
			if (scope.cursor >= this.maxIterations) {
				return new Next.Fail("its condition does not hold after %d iterations".formatted(scope.cursor));
			}
			if (!this.interval.isZero()) {
				return new Next.Wait(this.interval, false);
			}
		}
		scope.waited = false;
		return new Next.Begin(new Child(node.body().get(0), scope.cursor++), null);
	}

	@Override
	public void iterationEnded(Node node, Scope loop, Scope iteration, Expressions expressions) {
		loop.over = expressions.test(iteration, node, "condition", this.condition);
	}

	@Override
	public int begun(Node node, Scope scope) {
		return Math.min(scope.cursor, 1);
	}

	@Override
	public Child child(Node node, Scope scope, int i) {
		return new Child(node.body().get(0), scope.cursor - 1);
	}

}
