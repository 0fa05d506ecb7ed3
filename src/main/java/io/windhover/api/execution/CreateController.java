package io.windhover.api.execution;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

@RestController
@Tag(name = "Executions")
class CreateController {

	/** The answer is sent when the wait is over; this only guards against a lost one. */
	private static final long MARGIN_MILLIS = 30_000;

	private final ExecutionCommands commands;

	private final ExecutionReader reader;

	private final RecentExecutions recent;

	private final ApiProperties properties;

	CreateController(ExecutionCommands commands, ExecutionReader reader, RecentExecutions recent,
			ApiProperties properties) {
		this.commands = commands;
		this.reader = reader;
		this.recent = recent;
		this.properties = properties;
	}

	@PostMapping(path = "/api/flows/{namespace}/{flowId}/executions", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Create an execution",
			description = "Answers when the execution is safe with the broker, or, with wait, when it has ended.")
	@ApiResponse(responseCode = "201", description = "Created, and ended if that was waited for.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "202", description = "Created, but it did not end within the wait: as it stands.",
			useReturnTypeSchema = true)
	DeferredResult<ResponseEntity<ExecutionDescriptor>> create(@PathVariable String namespace,
			@PathVariable String flowId,
			@Parameter(description = "How long to wait for its end, such as PT30S.") @RequestParam(
					required = false) @Nullable Duration wait,
			@RequestBody(required = false) @Nullable CreateExecution body) {
		requireAllowed(wait);
		CreateExecution request = (body != null) ? body : CreateExecution.EMPTY;
		Execution created = this.commands.create(new FlowKey(namespace, flowId), request.inputsOrNone(),
				request.labelsOrNone());
		return (wait != null) ? ended(created.id(), wait)
				: immediate(response(HttpStatus.CREATED, ExecutionDescriptor.of(created)));
	}

	private DeferredResult<ResponseEntity<ExecutionDescriptor>> ended(String id, Duration wait) {
		DeferredResult<ResponseEntity<ExecutionDescriptor>> result = new DeferredResult<>(
				wait.toMillis() + MARGIN_MILLIS);
		@SuppressWarnings("unused")
		var unused = this.recent.ended(id)
			.completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
			.thenApplyAsync((ended) -> stands(id))
			.whenComplete((response, failure) -> {
				this.recent.stopWaiting(id);
				if (failure == null) {
					result.setResult(response);
				}
				else {
					result.setErrorResult((failure.getCause() != null) ? failure.getCause() : failure);
				}
			});
		return result;
	}

	private ResponseEntity<ExecutionDescriptor> stands(String id) {
		ExecutionDescriptor now = ExecutionDescriptor.of(this.reader.require(id));
		return response(now.state().isTerminal() ? HttpStatus.CREATED : HttpStatus.ACCEPTED, now);
	}

	private void requireAllowed(@Nullable Duration wait) {
		if (wait != null && (wait.isNegative() || wait.compareTo(this.properties.maxWait()) > 0)) {
			throw Problems.badRequest("wait", "'%s' is not a value of wait.".formatted(wait),
					"A duration from PT0S to %s; windhover.api.max-wait raises it."
						.formatted(this.properties.maxWait()));
		}
	}

	private static DeferredResult<ResponseEntity<ExecutionDescriptor>> immediate(
			ResponseEntity<ExecutionDescriptor> response) {
		DeferredResult<ResponseEntity<ExecutionDescriptor>> result = new DeferredResult<>();
		result.setResult(response);
		return result;
	}

	private static ResponseEntity<ExecutionDescriptor> response(HttpStatus status, ExecutionDescriptor body) {
		return ResponseEntity.status(status).location(URI.create("/api/executions/" + body.id())).body(body);
	}

}
