package io.windhover.api.execution.create;

import java.time.Duration;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.execution.ExecutionCommands;
import io.windhover.api.execution.ExecutionDescriptor;
import io.windhover.api.execution.NewExecution;
import io.windhover.api.execution.create.ExecutionCreator.Created;
import io.windhover.execution.Execution;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.FlowKey;
import io.windhover.http.RequestTrace;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

@RestController
@ConditionalOnRole(Role.API)
@Tag(name = "Executions")
class CreateController {

	private static final String PATH = "/api/flows/{namespace}/{flowId}/executions";

	private static final String PARTS = MediaType.MULTIPART_FORM_DATA_VALUE;

	private static final String NO_PARTS = "!" + PARTS;

	private final ExecutionCreator creator;

	private final ExecutionCommands commands;

	private final UploadReader uploads;

	CreateController(ExecutionCreator creator, ExecutionCommands commands, UploadReader uploads) {
		this.creator = creator;
		this.commands = commands;
		this.uploads = uploads;
	}

	/**
	 * The same without a wait: a request that is answered on its own thread goes through
	 * the filters once, one that is answered later twice.
	 */
	@Hidden
	@PostMapping(path = PATH, params = "!wait", consumes = NO_PARTS, produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<ExecutionDescriptor> create(@PathVariable String namespace, @PathVariable String flowId,
			@RequestHeader(name = ExecutionCreator.KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable CreateExecution body, HttpServletRequest request) {
		return create(new FlowKey(namespace, flowId), key, RequestTrace.of(request), body)
			.response(CreateController::created);
	}

	@PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Create an execution",
			description = "Answers when the execution is safe with the broker, or, with wait, when it has ended. "
					+ "Inputs that are files come as parts of multipart/form-data, each part named after its input, "
					+ "or labels.<name>.",
			parameters = { @Parameter(in = ParameterIn.HEADER, name = TraceHeaders.TRACEPARENT,
					description = "The span of W3C Trace Context that the execution continues, where traces are on.",
					schema = @Schema(type = "string")),
					@Parameter(in = ParameterIn.HEADER, name = TraceHeaders.TRACESTATE,
							description = "What tracing systems say of that span; it is handed on to what the execution calls.",
							schema = @Schema(type = "string")) },
			requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = CreateExecution.class)),
					@Content(mediaType = PARTS, schema = @Schema(type = "object")) }))
	@ApiResponse(responseCode = "201", description = "Created, and ended if that was waited for.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "200", description = "A request of the last day with this Idempotency-Key created it.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "422",
			description = "A request of the last day with this Idempotency-Key gave other inputs, labels or files.",
			content = @Content)
	@ApiResponse(responseCode = "429", description = "Too many commands wait for the executor; nothing was written.",
			content = @Content)
	@ApiResponse(responseCode = "202", description = "Created, but it did not end within the wait: as it stands.",
			useReturnTypeSchema = true)
	DeferredResult<ResponseEntity<ExecutionDescriptor>> create(@PathVariable String namespace,
			@PathVariable String flowId,
			@Parameter(description = "How long to wait for its end, such as PT30S.") @RequestParam(
					required = false) @Nullable Duration wait,
			@Parameter(description = "The same key within a day is the same execution.") @RequestHeader(
					name = ExecutionCreator.KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable CreateExecution body, HttpServletRequest request) {
		this.creator.requireAllowed(wait);
		return answer(create(new FlowKey(namespace, flowId), key, RequestTrace.of(request), body), wait);
	}

	/**
	 * The same with files.
	 */
	@Hidden
	@PostMapping(path = PATH, consumes = PARTS, produces = MediaType.APPLICATION_JSON_VALUE)
	DeferredResult<ResponseEntity<ExecutionDescriptor>> upload(@PathVariable String namespace,
			@PathVariable String flowId, @RequestParam(required = false) @Nullable Duration wait,
			@RequestHeader(name = ExecutionCreator.KEY, required = false) @Nullable String key,
			HttpServletRequest request) {
		this.creator.requireAllowed(wait);
		FlowKey flow = new FlowKey(namespace, flowId);
		return answer(this.creator.create(flow.toString(), key,
				this.uploads.request(flow, request, this.commands::isAnother)), wait);
	}

	private DeferredResult<ResponseEntity<ExecutionDescriptor>> answer(Created created, @Nullable Duration wait) {
		return (wait != null)
				? this.creator.ended(created, wait, CreateController::created, (now) -> ExecutionDescriptor.of(now))
				: ExecutionCreator.immediate(created.response(CreateController::created));
	}

	private Created create(FlowKey flow, @Nullable String key, TraceHeaders trace, @Nullable CreateExecution body) {
		CreateExecution request = (body != null) ? body : CreateExecution.EMPTY;
		NewExecution execution = new NewExecution(flow, request.inputsOrNone(), request.labelsOrNone(), null, trace);
		return this.creator.create(flow.toString(), key, new ExecutionRequest() {

			@Override
			public NewExecution read(String executionId) {
				return execution;
			}

			@Override
			public boolean contradicts(Execution existing) {
				return CreateController.this.commands.isAnother(existing, execution);
			}

		});
	}

	private static ExecutionDescriptor created(Execution execution) {
		return ExecutionDescriptor.of(execution);
	}

}
