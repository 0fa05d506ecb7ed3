package io.windhover.api.execution;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.Problems;
import io.windhover.cluster.ExecutionOwners;
import io.windhover.execution.Execution;
import io.windhover.flow.FlowKey;
import io.windhover.role.ConditionalOnRole;
import io.windhover.role.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.context.request.async.DeferredResult;

@RestController
@ConditionalOnRole(Role.API)
@Tag(name = "Executions")
class CreateController {

	private static final String PATH = "/api/flows/{namespace}/{flowId}/executions";

	private static final String KEY = "Idempotency-Key";

	/** The answer is sent when the wait is over; this only guards against a lost one. */
	private static final long MARGIN_MILLIS = 30_000;

	private final ExecutionCommands commands;

	private final IdempotencyKeys keys;

	private final ExecutionReader reader;

	private final ExecutionOwners owners;

	private final Executor waitThreads;

	private final ApiProperties properties;

	CreateController(ExecutionCommands commands, IdempotencyKeys keys, ExecutionReader reader, ExecutionOwners owners,
			@Qualifier("waitThreads") Executor waitThreads, ApiProperties properties) {
		this.commands = commands;
		this.keys = keys;
		this.reader = reader;
		this.owners = owners;
		this.waitThreads = waitThreads;
		this.properties = properties;
	}

	/**
	 * The same without a wait: a request that is answered on its own thread goes through
	 * the filters once, one that is answered later twice.
	 */
	@Hidden
	@PostMapping(path = PATH, params = "!wait", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<ExecutionDescriptor> create(@PathVariable String namespace, @PathVariable String flowId,
			@RequestHeader(name = KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable CreateExecution body) {
		Created created = create(new FlowKey(namespace, flowId), key, body);
		return response(created.status(), ExecutionDescriptor.of(created.execution()));
	}

	@PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Create an execution",
			description = "Answers when the execution is safe with the broker, or, with wait, when it has ended.")
	@ApiResponse(responseCode = "201", description = "Created, and ended if that was waited for.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "200", description = "A request of the last day with this Idempotency-Key created it.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "429", description = "Too many commands wait for the executor; nothing was written.",
			content = @Content)
	@ApiResponse(responseCode = "202", description = "Created, but it did not end within the wait: as it stands.",
			useReturnTypeSchema = true)
	DeferredResult<ResponseEntity<ExecutionDescriptor>> create(@PathVariable String namespace,
			@PathVariable String flowId,
			@Parameter(description = "How long to wait for its end, such as PT30S.") @RequestParam(
					required = false) @Nullable Duration wait,
			@Parameter(description = "The same key within a day is the same execution.") @RequestHeader(name = KEY,
					required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable CreateExecution body) {
		requireAllowed(wait);
		Created created = create(new FlowKey(namespace, flowId), key, body);
		return (wait != null) ? ended(created, wait)
				: immediate(response(created.status(), ExecutionDescriptor.of(created.execution())));
	}

	private Created create(FlowKey flow, @Nullable String key, @Nullable CreateExecution body) {
		CreateExecution request = (body != null) ? body : CreateExecution.EMPTY;
		String id = UUID.randomUUID().toString();
		if (key != null) {
			IdempotencyKeys.Claim claim = this.keys.claim(flow, key);
			if (claim.existing() != null) {
				return new Created(claim.existing(), HttpStatus.OK);
			}
			id = claim.id();
		}
		return new Created(this.commands.create(id, flow, request.inputsOrNone(), request.labelsOrNone()),
				HttpStatus.CREATED);
	}

	private DeferredResult<ResponseEntity<ExecutionDescriptor>> ended(Created created, Duration wait) {
		if (created.execution().state().isTerminal()) {
			return immediate(stands(created));
		}
		DeferredResult<ResponseEntity<ExecutionDescriptor>> result = new DeferredResult<>(
				wait.toMillis() + MARGIN_MILLIS);
		@SuppressWarnings("unused")
		var unused = this.owners.ended(created.execution().id())
			.completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
			.thenApplyAsync((ended) -> stands(created), this.waitThreads)
			.whenComplete((response, failure) -> {
				if (failure == null) {
					result.setResult(response);
				}
				else {
					result.setErrorResult((failure.getCause() != null) ? failure.getCause() : failure);
				}
			});
		return result;
	}

	private ResponseEntity<ExecutionDescriptor> stands(Created created) {
		try {
			ExecutionDescriptor now = ExecutionDescriptor.of(this.reader.require(created.execution().id()));
			return response(now.state().isTerminal() ? created.status() : HttpStatus.ACCEPTED, now);
		}
		catch (ErrorResponseException ex) {
			// it is accepted, whether or not anybody can say now how it stands
			return response(HttpStatus.ACCEPTED, ExecutionDescriptor.of(created.execution()));
		}
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

	/**
	 * What a request has created, or one like it before.
	 */
	private record Created(Execution execution, HttpStatus status) {
	}

}
