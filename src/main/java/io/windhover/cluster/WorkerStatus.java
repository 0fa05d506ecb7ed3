package io.windhover.cluster;

/**
 * What the heartbeat says of the worker, where one runs.
 */
public interface WorkerStatus {

	int slotsUsed();

	int slotsMax();

	/**
	 * One of starting, running, draining, drained, fenced.
	 */
	String state();

}
