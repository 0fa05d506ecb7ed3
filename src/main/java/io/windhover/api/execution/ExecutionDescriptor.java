package io.windhover.api.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.api.web.PageDescriptor;
import io.windhover.execution.Execution;
import io.windhover.execution.FailureCause;
import io.windhover.execution.ParentTask;
import io.windhover.execution.Rerun;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TriggerFire;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of an execution.
 */
@Schema(name = "Execution")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutionDescriptor(String id, String namespace, String flowId, int flowRevision, State state,
		@Schema(description = "Whether somebody asked to kill it.") boolean killRequested,
		@Schema(description = "True while somebody has paused it as a whole, so that nothing of it begins; else absent.") @Nullable Boolean held,
		Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
		@Schema(type = "string", format = "duration",
				description = "From the creation to the end; absent before.") @Nullable Duration duration,
		Map<String, String> labels, Map<String, Object> inputs,
		@Schema(description = "What its flow gives, once it has ended well.") @Nullable Map<String, Object> outputs,
		@Schema(description = "What started it, when it was not a request.") @Nullable FireDescriptor trigger,
		@Schema(description = "The task whose subflow it is, when it is one.") @Nullable ParentDescriptor parent,
		@Schema(description = "The execution that it runs on from what failed.") @Nullable String restartOf,
		@Schema(description = "The execution that it runs anew in part.") @Nullable String replayOf,
		@Schema(description = "The path from which on a replay runs anew.") @Nullable String replayFrom,
		@Schema(description = "Why it failed, or was cancelled.") @Nullable String error,
		@Schema(description = "For which cause it failed, as GET /failures on port 8081 names it.") @Nullable String cause,
		@Schema(description = "What lets it begin, while it is QUEUED.") @Nullable String waitsFor,
		List<StateDescriptor> history,
		@Schema(description = "Of its task runs, those on other pages included; absent in listings.") @Nullable Integer taskRunCount,
		@Schema(description = "A page of them, in the order of their start; absent in listings.") @Nullable List<TaskRunDescriptor> taskRuns,
		@Schema(description = "True where task runs that have ended may be missing, because the repository does not answer for them here; else absent.") @Nullable Boolean partial) {

	/**
	 * Without its task runs.
	 */
	public static ExecutionDescriptor of(Execution execution) {
		return of(execution, null, null, null);
	}

	/**
	 * With the first of its task runs.
	 */
	public static ExecutionDescriptor of(Snapshot snapshot) {
		return of(snapshot, 0, PageDescriptor.MAX_SIZE);
	}

	/**
	 * With a page of its task runs: a loop may have many thousands.
	 */
	static ExecutionDescriptor of(Snapshot snapshot, int page, int size) {
		List<TaskRunDescriptor> taskRuns = snapshot.taskRuns()
			.stream()
			.skip((long) page * size)
			.limit(size)
			.map(TaskRunDescriptor::of)
			.toList();
		return of(Objects.requireNonNull(snapshot.execution()), snapshot.taskRuns().size(), taskRuns,
				snapshot.complete() ? null : true);
	}

	private static ExecutionDescriptor of(Execution execution, @Nullable Integer taskRunCount,
			@Nullable List<TaskRunDescriptor> taskRuns, @Nullable Boolean partial) {
		return new ExecutionDescriptor(execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), execution.state(), execution.killRequested(), execution.held(),
				execution.createdAt(), execution.startedAt(), execution.endedAt(),
				(execution.endedAt() != null) ? Duration.between(execution.createdAt(), execution.endedAt()) : null,
				execution.labels(), execution.inputs(), execution.outputs(), FireDescriptor.of(execution.trigger()),
				ParentDescriptor.of(execution.parent()), of(execution.rerun(), Rerun.Kind.RESTART),
				of(execution.rerun(), Rerun.Kind.REPLAY), (execution.rerun() != null) ? execution.rerun().from() : null,
				execution.error(), FailureCause.idOf(execution), execution.waitsFor(),
				StateDescriptor.of(execution.history()), taskRunCount, taskRuns, partial);
	}

	private static @Nullable String of(@Nullable Rerun rerun, Rerun.Kind kind) {
		return (rerun != null && rerun.kind() == kind) ? rerun.of() : null;
	}

	/**
	 * The task that started an execution as its subflow.
	 */
	@Schema(name = "Parent")
	record ParentDescriptor(String executionId, String path,
			@Schema(description = "Whether the task waits for its end.") boolean waits) {

		static @Nullable ParentDescriptor of(@Nullable ParentTask parent) {
			return (parent != null) ? new ParentDescriptor(parent.executionId(), parent.path(), parent.waits()) : null;
		}

	}

	/**
	 * What started an execution, and when it was to.
	 */
	@Schema(name = "Fire")
	record FireDescriptor(String id, String type, Instant date,
			@Schema(description = "The backfill that started it, when one did.") @Nullable String backfill) {

		static @Nullable FireDescriptor of(@Nullable TriggerFire fire) {
			return (fire != null) ? new FireDescriptor(fire.id(), fire.type(), fire.date(), fire.backfill()) : null;
		}

	}

}
