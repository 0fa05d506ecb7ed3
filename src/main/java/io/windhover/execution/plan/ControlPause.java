package io.windhover.execution.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code pause}: until resumed, or for a time.
 *
 * @param duration null until somebody resumes it
 */
public record ControlPause(@Nullable Duration duration) implements Control {

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		return scope.waited ? Next.DONE : new Next.Wait(this.duration, true);
	}

}
