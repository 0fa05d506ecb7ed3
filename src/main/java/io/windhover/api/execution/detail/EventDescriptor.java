package io.windhover.api.execution.detail;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of a change of an execution, or of a task in it.
 */
@Schema(name = "Event")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventDescriptor(String executionId,
		@Schema(description = "Of the task run or control task; absent of the execution.") @Nullable String path,
		@Nullable String taskId, @Nullable String taskType, State state,
		@Schema(description = "Since when it is in this state.") Instant at,
		@Schema(description = "Why it failed; with its last state only.") @Nullable String error) {
}
