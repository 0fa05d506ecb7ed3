package io.windhover.flow.template.budget;

import org.jspecify.annotations.Nullable;

/**
 * What the rendering on a thread may use.
 */
public final class ThreadLocals {

	private ThreadLocals() {
	}

	/**
	 * Puts another value in the place of the one that a thread has.
	 * @param next null for none
	 * @return the one before, to be put back
	 */
	public static <T> @Nullable T swap(ThreadLocal<@Nullable T> current, @Nullable T next) {
		T before = current.get();
		if (next != null) {
			current.set(next);
		}
		else {
			current.remove();
		}
		return before;
	}

}
