package io.windhover.cluster;

import java.util.Set;

/**
 * What the heartbeat says of the executor, where one runs.
 */
public interface ExecutorStatus {

	/**
	 * The partitions of executions that it has now.
	 */
	Set<Integer> partitions();

}
