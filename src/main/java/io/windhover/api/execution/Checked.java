package io.windhover.api.execution;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What may be done to an execution as it was asked for: all was checked, and nothing is
 * done yet.
 *
 * @param <T> what doing it gives
 * @param before what it gave when it was done before; null where it is to be done
 */
public record Checked<T>(@Nullable T before, Supplier<T> action) {

	/**
	 * What is to be done.
	 */
	public static <T> Checked<T> of(Supplier<T> action) {
		return new Checked<>(null, action);
	}

	/**
	 * What was done before.
	 */
	public static <T> Checked<T> doneBefore(T before) {
		return new Checked<>(before, () -> before);
	}

	/**
	 * Does it, unless it was done before; fails with a problem where it cannot.
	 */
	public T run() {
		return this.action.get();
	}

}
