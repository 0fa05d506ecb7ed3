package io.windhover.api.execution.rerun;

import java.util.Map;
import java.util.function.Supplier;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.execution.ExecutionDescriptor;
import io.windhover.api.execution.create.ExecutionCreator;
import io.windhover.api.execution.create.ExecutionCreator.Created;
import io.windhover.execution.Execution;
import io.windhover.http.RequestAudit;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnRole(Role.API)
@RequestMapping("/api/executions/{id}")
@Tag(name = "Executions")
class RerunController {

	private final Reruns reruns;

	RerunController(Reruns reruns) {
		this.reruns = reruns;
	}

	@PostMapping(path = "/restart", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Restart an execution from what failed",
			description = "A new execution of the same revision, inputs and labels, in which what succeeded does not run again. An execution has one restart: to try once more, restart the restart.")
	@ApiResponse(responseCode = "201", description = "Created.", useReturnTypeSchema = true)
	@ApiResponse(responseCode = "200", description = "It was restarted before: the restart.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "409", description = "It has not ended, or nothing of it failed.", content = @Content)
	@ApiResponse(responseCode = "413", description = "The results to keep are too large.", content = @Content)
	@ApiResponse(responseCode = "429", description = "Too many commands wait for the executor; nothing was written.",
			content = @Content)
	ResponseEntity<ExecutionDescriptor> restart(@PathVariable String id) {
		return response("execution.restart", id, () -> this.reruns.restart(id).run());
	}

	@PostMapping(path = "/replay", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Replay an execution from a path",
			description = "A new execution of the same revision, inputs and labels, in which what succeeded before the path does not run again.")
	@ApiResponse(responseCode = "201", description = "Created.", useReturnTypeSchema = true)
	@ApiResponse(responseCode = "200", description = "A request of the last day with this Idempotency-Key created it.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "409", description = "It has not ended.", content = @Content)
	@ApiResponse(responseCode = "413", description = "The results to keep are too large.", content = @Content)
	@ApiResponse(responseCode = "429", description = "Too many commands wait for the executor; nothing was written.",
			content = @Content)
	ResponseEntity<ExecutionDescriptor> replay(@PathVariable String id,
			@Parameter(description = "The same key within a day is the same replay.") @RequestHeader(
					name = ExecutionCreator.KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable ReplayExecution body) {
		return response("execution.replay", id,
				() -> this.reruns.replay(id, (body != null) ? body.from() : null, key).run());
	}

	/** One that is refused has no outcome but its status. */
	private static ResponseEntity<ExecutionDescriptor> response(String operation, String id,
			Supplier<Created> command) {
		RequestAudit.note(Map.of("operation", operation, "target", id));
		Created created = command.get();
		RequestAudit.note(Map.of("outcome", "accepted", "execution", created.execution().id()));
		return created.response(RerunController::descriptor);
	}

	private static ExecutionDescriptor descriptor(Execution execution) {
		return ExecutionDescriptor.of(execution);
	}

}
