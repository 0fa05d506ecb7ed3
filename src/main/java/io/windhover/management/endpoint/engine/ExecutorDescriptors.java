package io.windhover.management.endpoint.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What {@link ExecutorEndpoint} answers.
 */
public final class ExecutorDescriptors {

	private ExecutorDescriptors() {
	}

	/**
	 * This executor.
	 *
	 * @param lastTick null before the first time
	 * @param lastEvent null before the first
	 * @param staleCount of all reasons since the start
	 * @param stale by every reason
	 * @param stuckCount of all, of which the longest stuck are listed
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Executor(String instance, boolean ready, @Nullable Instant lastTick, @Nullable Instant lastEvent,
			Executions executions, TaskRuns taskRuns, List<Leases> leases, long leasesExpired, long staleCount,
			Map<String, Long> stale, List<Store> stores, int stuckCount,
			List<Stuck> stuck) implements OperationResponseBody {
	}

	/**
	 * The executions in flight.
	 */
	public record Executions(int count, List<ExecutionState> states) {
	}

	/**
	 * Executions in one state.
	 */
	public record ExecutionState(State state, int count, Execution oldest) {
	}

	/**
	 * An execution in flight.
	 */
	public record Execution(@Nullable String id, @Nullable String namespace, @Nullable String flowId, Instant createdAt,
			Duration age) {
	}

	/**
	 * The task runs in flight.
	 */
	public record TaskRuns(int count, List<TaskRunState> states) {
	}

	/**
	 * Task runs in one state.
	 */
	public record TaskRunState(State state, int count, TaskRun oldest) {
	}

	/**
	 * A task run in flight.
	 *
	 * @param worker the instance that runs it; null while none does
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record TaskRun(String id, String executionId, String namespace, String flowId, String taskId,
			String taskType, int attempt, State state, Instant since, Duration age, @Nullable String worker) {
	}

	/**
	 * What one life of an instance holds.
	 *
	 * @param silentSince null while it is heard
	 * @param endsAt null while it is heard
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Leases(String instance, String incarnation, int count, @Nullable Instant silentSince,
			@Nullable Instant endsAt) {
	}

	/**
	 * A state store, all its partitions here in one.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Store(String name, @Nullable Long approximateEntries, @Nullable Instant sampledAt) {
	}

	/**
	 * A task run that does not get on.
	 */
	public record Stuck(TaskRun taskRun, Instant since, Cause cause) {
	}

	/**
	 * Why it does not.
	 *
	 * @param type worker-gone or not-taken
	 */
	public record Cause(String type, String detail) {
	}

	/**
	 * An execution of this executor, with the documents as their topics have them, which
	 * are public: the other instances read them.
	 *
	 * @param owner this instance
	 * @param complete whether no task run is missing that the execution ever had
	 * @param taskRunCount of all task runs, of which a page is listed
	 */
	public record OwnedExecution(String owner, boolean complete, io.windhover.execution.Execution execution,
			int taskRunCount, List<io.windhover.execution.TaskRun> taskRuns) implements OperationResponseBody {
	}

	/**
	 * Executions of this executor.
	 *
	 * @param owner this instance
	 */
	public record Recent(String owner, List<io.windhover.execution.Execution> recent) implements OperationResponseBody {
	}

	/**
	 * A problem as of RFC 9457.
	 *
	 * @param owner this instance
	 * @param deleted true where there was such an execution; null otherwise
	 */
	public record NotAnswered(String type, String title, int status, String detail, String hint, String owner,
			@Nullable Boolean deleted) implements OperationResponseBody {
	}

}
