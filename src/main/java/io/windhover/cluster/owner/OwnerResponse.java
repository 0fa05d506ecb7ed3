package io.windhover.cluster.owner;

import io.windhover.execution.Snapshot;

/**
 * What the owner of an execution answers about it.
 */
public sealed interface OwnerResponse {

	/**
	 * It has the execution; the snapshot never lacks the document of the execution.
	 */
	record Known(Snapshot snapshot) implements OwnerResponse {
	}

	/**
	 * The execution has ended, and its owner no longer keeps its documents.
	 */
	record Ended() implements OwnerResponse {
	}

	/**
	 * The execution was deleted, be it that the repository still has it.
	 */
	record Deleted() implements OwnerResponse {
	}

	/**
	 * It has no such execution.
	 *
	 * @param behind whether commands wait that it has not processed, so that the
	 * execution may be one of them
	 */
	record Unknown(boolean behind) implements OwnerResponse {
	}

	/**
	 * The partition belongs to another instance, or nobody could be asked.
	 *
	 * @param reason for people
	 */
	record NotOwned(String reason) implements OwnerResponse {
	}

	/**
	 * Whether it says that the execution is over.
	 */
	default boolean isEnded() {
		return this instanceof Ended || this instanceof Deleted || (this instanceof Known known
				&& known.snapshot().execution() != null && known.snapshot().execution().state().isTerminal());
	}

}
