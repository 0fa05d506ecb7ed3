package io.windhover.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a job.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({ @JsonSubTypes.Type(value = TaskResult.Started.class, name = "started"),
		@JsonSubTypes.Type(value = TaskResult.Ended.class, name = "ended"),
		@JsonSubTypes.Type(value = TaskResult.Returned.class, name = "returned") })
public sealed interface TaskResult {

	String executionId();

	String taskRunId();

	int attempt();

	InstanceRef worker();

	Instant at();

	/**
	 * The worker took the job: from now on it holds the lease.
	 */
	record Started(String executionId, String taskRunId, int attempt, InstanceRef worker,
			Instant at) implements TaskResult {
	}

	/**
	 * The attempt is over.
	 *
	 * @param state SUCCESS, FAILED or KILLED
	 * @param outputsSize of the outputs as JSON, in bytes
	 * @param change of its execution; null for none
	 * @param snapshot the address of what it has left in the working directory that its
	 * task shares; null where that is as it was
	 * @param logged by its task run so far, where another attempt may follow; else null
	 */
	record Ended(String executionId, String taskRunId, int attempt, InstanceRef worker, Instant at, State state,
			@Nullable Map<String, Object> outputs, int outputsSize, List<TaskMetric> metrics, @Nullable String error,
			@Nullable ExecutionChange change, @Nullable String snapshot,
			LogLine.@Nullable LogVolume logged) implements TaskResult {
	}

	/**
	 * The worker gives the job back without a result: it was delivered before and may run
	 * elsewhere, or the worker shuts down.
	 *
	 * @param queuedAt of the job, which tells the dispatch among several of one attempt
	 */
	record Returned(String executionId, String taskRunId, int attempt, InstanceRef worker, Instant at, Instant queuedAt,
			String reason) implements TaskResult {
	}

}
