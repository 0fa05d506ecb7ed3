package io.windhover.executor.store;

/**
 * Compares what has been processed with what the log of the commands holds.
 */
public interface CommandLog {

	/**
	 * Whether every command that the log of a partition held when this was called has
	 * been processed; waits a moment for those that have not.
	 */
	boolean isProcessed(OwnedPartition partition);

}
