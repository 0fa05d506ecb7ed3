package io.windhover.api.webhook;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a webhook is told of the execution: how it stands, and nothing that
 * is in it.
 */
@Schema(name = "CalledExecution")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookDescriptor(String id, String namespace, String flowId, int flowRevision, State state, Instant createdAt,
		@Nullable Instant startedAt, @Nullable Instant endedAt, @Schema(type = "string", format = "duration",
				description = "From the creation to the end; absent before.") @Nullable Duration duration) {

	static WebhookDescriptor of(Execution execution) {
		Instant end = execution.endedAt();
		return new WebhookDescriptor(execution.id(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), execution.state(), execution.createdAt(), execution.startedAt(), end,
				(end != null) ? Duration.between(execution.createdAt(), end) : null);
	}

}
