package io.windhover.cluster;

import java.util.List;

/**
 * What the heartbeat says of the worker, where one runs.
 */
public interface WorkerStatus {

	int slotsUsed();

	int slotsMax();

	/**
	 * The worker groups whose jobs it takes.
	 */
	List<String> groups();

	/**
	 * One of starting, running, draining, drained, fenced.
	 */
	String state();

}
