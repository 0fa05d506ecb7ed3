package io.windhover.api.execution;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.web.Accepts;
import io.windhover.api.web.PageDescriptor;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.http.PageLinks;
import io.windhover.http.RequestAudit;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.repository.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnRole(Role.API)
@RequestMapping("/api/executions")
@Tag(name = "Executions")
class ExecutionController {

	private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

	private static final MediaType TEXT_UTF_8 = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final ExecutionReader reader;

	private final ExecutionCommands commands;

	ExecutionController(ExecutionReader reader, ExecutionCommands commands) {
		this.reader = reader;
		this.commands = commands;
	}

	@GetMapping(produces = JSON)
	@Operation(summary = "List executions", description = "The newest first, without their task runs.",
			parameters = @Parameter(name = "label", in = ParameterIn.QUERY,
					description = "Only with this label, as key=value; may be given several times.",
					array = @ArraySchema(schema = @Schema(type = "string"))))
	PageDescriptor<ExecutionDescriptor> list(
			@Parameter(description = "Only of flows of this namespace.") @RequestParam(
					required = false) @Nullable String namespace,
			@Parameter(description = "Only of flows of this id.") @RequestParam(
					required = false) @Nullable String flowId,
			@Parameter(description = "Only in this state; may be given several times.") @RequestParam(
					defaultValue = "") Set<State> state,
			@Parameter(
					description = "Only those that failed for this cause, as GET /failures on port 8081 names it.") @RequestParam(
							required = false) @Nullable @Pattern(regexp = ActOnExecutions.CAUSE) String cause,
			@Parameter(description = "Only created at or after it.") @RequestParam(
					required = false) @Nullable Instant from,
			@Parameter(description = "Only created before it.") @RequestParam(required = false) @Nullable Instant to,
			@Parameter(description = "Counts from 0.") @RequestParam(
					defaultValue = "0") @Min(0) @Max(PageDescriptor.MAX_PAGE) int page,
			@Parameter(description = "Most executions on a page.") @RequestParam(
					defaultValue = "50") @Min(1) @Max(PageDescriptor.MAX_SIZE) int size,
			HttpServletRequest request) {
		// not as an argument: values with commas would be divided
		List<String> labels = LabelFilter.require("label", request.getParameterValues("label"));
		Page<Execution> found = this.reader
			.list(new ExecutionQuery(namespace, flowId, state, labels, cause, from, to, page, size));
		return new PageDescriptor<>(found.items().stream().map(ExecutionDescriptor::of).toList(), page, size,
				found.total());
	}

	@GetMapping(path = "/{id}", produces = JSON)
	@Operation(summary = "Read an execution",
			description = "With a page of its task runs and control tasks, their attempts, outputs and metrics.")
	ResponseEntity<ExecutionDescriptor> read(@PathVariable String id,
			@Parameter(description = "Of its task runs; counts from 0.") @RequestParam(
					defaultValue = "0") @Min(0) @Max(PageDescriptor.MAX_PAGE) int page,
			@Parameter(description = "Most task runs in the answer.") @RequestParam(
					defaultValue = "1000") @Min(1) @Max(PageDescriptor.MAX_SIZE) int size,
			HttpServletRequest request) {
		Snapshot found = this.reader.require(id);
		String links = PageLinks.of(request.getQueryString(),
				new PageDescriptor<>(List.of(), page, size, found.taskRuns().size()));
		HttpHeaders headers = new HttpHeaders();
		if (links != null) {
			headers.set(HttpHeaders.LINK, links);
		}
		return ResponseEntity.ok().headers(headers).body(ExecutionDescriptor.of(found, page, size));
	}

	@GetMapping(path = "/{id}/logs", produces = { JSON, MediaType.TEXT_PLAIN_VALUE })
	@Operation(summary = "Read the log of an execution",
			description = "The oldest line first, as JSON or as plain text.")
	@ApiResponse(responseCode = "200", description = "A page of log lines.",
			content = { @Content(mediaType = JSON, schema = @Schema(implementation = LogPage.class)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")) })
	ResponseEntity<?> logs(@PathVariable String id,
			@Parameter(description = "Counts from 0.") @RequestParam(
					defaultValue = "0") @Min(0) @Max(PageDescriptor.MAX_PAGE) int page,
			@Parameter(description = "Most lines on a page.") @RequestParam(
					defaultValue = "1000") @Min(1) @Max(PageDescriptor.MAX_SIZE) int size,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept,
			HttpServletRequest request) {
		Page<LogLine> found = this.reader.logs(id, page, size);
		List<LogDescriptor> lines = found.items().stream().map(LogDescriptor::of).toList();
		PageDescriptor<LogDescriptor> answer = new PageDescriptor<>(lines, page, size, found.total());
		if (Accepts.prefers(accept, MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON)) {
			return text(answer, request.getQueryString());
		}
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
	}

	/** A page of lines as text, which has its links in the header alone. */
	private static ResponseEntity<String> text(PageDescriptor<LogDescriptor> page, @Nullable String query) {
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(TEXT_UTF_8);
		String links = PageLinks.of(query, page);
		if (links != null) {
			answer.header(HttpHeaders.LINK, links);
		}
		return answer.body(page.items().stream().map(LogDescriptor::text).collect(Collectors.joining()));
	}

	@PostMapping(path = "/{id}/kill", produces = JSON)
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Kill an execution",
			description = "Answers with the execution as it stands, or with nothing where it is not known here; it ends soon.")
	@Nullable ExecutionDescriptor kill(@PathVariable String id, @Nullable Principal who) {
		return audited("execution.kill", id, () -> this.commands.kill(id, (who != null) ? who.getName() : null).run())
			.map(ExecutionDescriptor::of)
			.orElse(null);
	}

	@PostMapping(path = "/{id}/pause", produces = JSON)
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Pause an execution",
			description = "What runs of it ends, and nothing more begins until it is resumed. Answers with the execution as it stands.")
	@ApiResponse(responseCode = "409", description = "It has not begun, has ended, or is being killed.")
	ExecutionDescriptor pause(@PathVariable String id) {
		return ExecutionDescriptor.of(audited("execution.pause", id, () -> this.commands.pause(id).run()));
	}

	@PostMapping(path = "/{id}/resume", produces = JSON)
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Resume a paused execution",
			description = "Ends the pause of the execution as a whole, or else, and with a path, that of one task, with the inputs that the task declares. Answers with the execution as it stands; it goes on soon.")
	@ApiResponse(responseCode = "409", description = "No such task is paused, or several are and the path is missing; "
			+ "the problem lists their paths as 'paused'.")
	ExecutionDescriptor resume(@PathVariable String id, @RequestBody(required = false) @Nullable ResumeExecution body) {
		ResumeExecution request = (body != null) ? body : ResumeExecution.EMPTY;
		return ExecutionDescriptor.of(audited("execution.resume", id,
				() -> this.commands.resume(id, request.path(), request.inputsOrNone()).run()));
	}

	@DeleteMapping(path = "/{id}")
	@Operation(summary = "Delete an execution that has ended",
			description = "With its task runs, log lines, metrics and files. What it started goes on, and so does what reruns it.")
	@ApiResponse(responseCode = "204", description = "Nothing finds it any more.", content = @Content)
	@ApiResponse(responseCode = "202", description = "It is deleted soon, whatever happens.", content = @Content)
	@ApiResponse(responseCode = "409", description = "It has not ended.", content = @Content)
	ResponseEntity<Void> delete(@PathVariable String id) {
		boolean done = audited("execution.delete", id, () -> this.commands.delete(id));
		return ResponseEntity.status(done ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED).build();
	}

	/** One that is refused has no outcome but its status. */
	private static <T> T audited(String operation, String id, Supplier<T> command) {
		RequestAudit.note(Map.of("operation", operation, "target", id));
		T found = command.get();
		RequestAudit.note(Map.of("outcome", "accepted"));
		return found;
	}

	/**
	 * Names the type of a page for the OpenAPI document.
	 */
	@Schema(name = "PageOfLogLines")
	record LogPage(List<LogDescriptor> items, int page, int size, long total) {
	}

}
