package io.windhover.execution;

import org.jspecify.annotations.Nullable;

/**
 * What an execution takes up: another one that has ended, whose results it keeps in part.
 *
 * @param of the id of the other one
 * @param from the path from which on all runs anew; null of a restart
 * @param kept how many results it keeps
 */
public record Rerun(Kind kind, String of, @Nullable String from, int kept) {

	/**
	 * How it was asked for.
	 */
	public enum Kind {

		/** Keeps all that succeeded. */
		RESTART,
		/** Keeps what succeeded before a path. */
		REPLAY

	}

}
