package io.windhover.repository;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the documents for people to look up. Every method throws
 * {@link RepositoryException} when the repository cannot be reached, and none waits for
 * long: the caller decides whether to try again.
 */
public interface Repository {

	/**
	 * Its kind, as {@code windhover.repository.type} names it.
	 */
	String type();

	/**
	 * Prepares the repository where that is still to be done, and checks that it answers.
	 */
	void open();

	/**
	 * Writes documents under their own ids, so that writing twice changes nothing: of two
	 * executions, task runs or triggers the one with the higher version stays; log lines
	 * and metrics never change.
	 * @return the documents that it refused for good; all others are safe on disk
	 */
	List<Refusal> write(Batch batch);

	/**
	 * Up to which offset of each partition its documents reach, by the batches that it
	 * keeps; null when it does not keep them.
	 */
	default @Nullable Map<TopicPartition, Long> offsets() {
		return null;
	}

	/**
	 * Whether it belongs to one process, so that others cannot read it.
	 */
	default boolean isEmbedded() {
		return false;
	}

	/**
	 * Whether another repository has taken its place since the last call; from then on
	 * the other one is used.
	 */
	default boolean isReplaced() {
		return false;
	}

	/**
	 * Executions, the newest first.
	 */
	Page<Execution> executions(ExecutionQuery query);

	/**
	 * How many executions were created when, by the states they are in; what it costs
	 * does not grow with how many there are, so that the counts may be from a sample.
	 * @param query whose dates and pages do not count
	 */
	ExecutionHistogram histogram(ExecutionQuery query, TimeBuckets buckets);

	@Nullable Execution execution(String id);

	/**
	 * The task runs of an execution, the oldest first.
	 */
	List<TaskRun> taskRuns(String executionId);

	/**
	 * The log lines of an execution, the oldest first.
	 * @param page counts from 0
	 */
	Page<LogLine> logs(String executionId, int page, int size);

	/**
	 * All triggers, in the order of their keys.
	 */
	List<TriggerState> triggers();

	/**
	 * Deletes executions with their task runs, log lines and metrics, where they are
	 * there.
	 */
	void delete(Collection<String> executionIds);

	/**
	 * Deletes the executions, task runs, log lines and metrics of the days (UTC) before
	 * one, each by its own first date. Several may do so at once.
	 * @return the oldest day of which something is kept; null when there is none
	 */
	@Nullable LocalDate deleteBefore(LocalDate day);

	/**
	 * How much it holds, which it may take seconds to find out.
	 * @param samples documents of each kind to look at, at most
	 */
	RepositorySize size(int samples);

}
