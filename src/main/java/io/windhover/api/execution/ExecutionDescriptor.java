package io.windhover.api.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TriggerFire;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of an execution.
 */
@Schema(name = "Execution")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExecutionDescriptor(String id, String namespace, String flowId, int flowRevision, State state,
		@Schema(description = "Whether somebody asked to kill it.") boolean killRequested, Instant createdAt,
		@Nullable Instant startedAt, @Nullable Instant endedAt,
		@Schema(type = "string", format = "duration",
				description = "From the creation to the end; absent before.") @Nullable Duration duration,
		Map<String, String> labels, Map<String, Object> inputs,
		@Schema(description = "What started it, when it was not a request.") @Nullable FireDescriptor trigger,
		@Schema(description = "Why it failed.") @Nullable String error, List<StateDescriptor> history,
		@Schema(description = "In the order of their start; absent in listings.") @Nullable List<TaskRunDescriptor> taskRuns) {

	/**
	 * Without its task runs.
	 */
	static ExecutionDescriptor of(Execution execution) {
		return of(execution, null);
	}

	static ExecutionDescriptor of(Snapshot snapshot) {
		return of(Objects.requireNonNull(snapshot.execution()),
				snapshot.taskRuns().stream().map(TaskRunDescriptor::of).toList());
	}

	private static ExecutionDescriptor of(Execution execution, @Nullable List<TaskRunDescriptor> taskRuns) {
		return new ExecutionDescriptor(execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), execution.state(), execution.killRequested(), execution.createdAt(),
				execution.startedAt(), execution.endedAt(),
				(execution.endedAt() != null) ? Duration.between(execution.createdAt(), execution.endedAt()) : null,
				execution.labels(), execution.inputs(), FireDescriptor.of(execution.trigger()), execution.error(),
				StateDescriptor.of(execution.history()), taskRuns);
	}

	/**
	 * What started an execution, and when it was to.
	 */
	@Schema(name = "Fire")
	record FireDescriptor(String id, String type, Instant date) {

		static @Nullable FireDescriptor of(@Nullable TriggerFire fire) {
			return (fire != null) ? new FireDescriptor(fire.id(), fire.type(), fire.date()) : null;
		}

	}

}
