package io.windhover.cluster.owner;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;

/**
 * What the executor of this process knows of the executions whose partitions it has: only
 * what is committed.
 */
public interface OwnedExecutions {

	/**
	 * The partitions that it has now.
	 */
	Set<Integer> partitions();

	/**
	 * Looks for an execution in memory, and then in the store.
	 */
	OwnerResponse find(int partition, String id);

	/**
	 * Those in memory that match, the newest first.
	 * @param most how many
	 */
	List<Execution> recent(ExecutionQuery query, int most);

	/**
	 * Waits for the end of an execution, known or not.
	 * @return completes when the end is committed, exceptionally when the partition is
	 * lost, never on a thread of the executor; the caller gives it a timeout
	 */
	CompletableFuture<Void> ended(int partition, String id);

}
