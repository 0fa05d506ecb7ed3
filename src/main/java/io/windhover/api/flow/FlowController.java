package io.windhover.api.flow;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.web.Accepts;
import io.windhover.api.web.PageDescriptor;
import io.windhover.api.web.Problems;
import io.windhover.convert.UnreadableFlowException;
import io.windhover.convert.flow.FlowConverter;
import io.windhover.execution.flow.FlowStatus;
import io.windhover.execution.flow.PauseNote;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowRef;
import io.windhover.flow.FlowSchema;
import io.windhover.http.RequestAudit;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

@RestController
@ConditionalOnRole(Role.API)
@RequestMapping("/api/flows")
@Tag(name = "Flows")
class FlowController {

	/** Names the file that holds a flow which a request changes all the same. */
	private static final String FILE_HEADER = "Windhover-Flow-File";

	private static final String YAML = MediaType.APPLICATION_YAML_VALUE;

	private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

	private static final MediaType YAML_UTF_8 = new MediaType(MediaType.APPLICATION_YAML, StandardCharsets.UTF_8);

	private final Flows flows;

	private final FlowStore store;

	private final FlowReader reader;

	private final FlowSchema schema;

	private final FlowLoader files;

	FlowController(Flows flows, FlowStore store, FlowReader reader, FlowSchema schema, FlowLoader files) {
		this.flows = flows;
		this.store = store;
		this.reader = reader;
		this.schema = schema;
		this.files = files;
	}

	@GetMapping(produces = JSON)
	@Operation(summary = "List flows", description = "In the order of namespace and id.")
	PageDescriptor<FlowDescriptor> list(
			@Parameter(description = "Only flows of this namespace.") @RequestParam(
					required = false) @Nullable String namespace,
			@Parameter(description = "Only those with this text in their name or description.") @RequestParam(
					required = false) @Nullable String text,
			@Parameter(description = "Only with this status.") @RequestParam(
					required = false) @Nullable FlowStatus status,
			@Parameter(description = "Whether each comes with what is known of its executions.") @RequestParam(
					defaultValue = "false") boolean health,
			@Parameter(description = "Counts from 0.") @RequestParam(
					defaultValue = "0") @Min(0) @Max(PageDescriptor.MAX_PAGE) int page,
			@Parameter(description = "Most flows on a page.") @RequestParam(
					defaultValue = "50") @Min(1) @Max(PageDescriptor.MAX_SIZE) int size) {
		List<Flow> matching = this.flows.all()
			.stream()
			.filter(new FlowSelection(namespace, text)::passes)
			.filter((flow) -> status == null || this.flows.health(flow).status() == status)
			.toList();
		List<FlowDescriptor> items = matching.stream()
			.skip((long) page * size)
			.limit(size)
			.map((flow) -> describe(flow, health))
			.toList();
		return new PageDescriptor<>(items, page, size, matching.size());
	}

	@GetMapping(path = "/{namespace}/{flowId}", produces = { YAML, JSON })
	@Operation(summary = "Read a flow", description = "Its YAML as it was stored, or what it says as JSON.")
	@ApiResponse(responseCode = "200", description = "The flow.",
			content = { @Content(mediaType = YAML, schema = @Schema(type = "string")),
					@Content(mediaType = JSON, schema = @Schema(implementation = FlowDescriptor.class)) })
	ResponseEntity<?> read(@PathVariable String namespace, @PathVariable String flowId,
			@Parameter(description = "One of its revisions, in place of the current one.") @RequestParam(
					required = false) @Nullable @Min(1) Integer revision,
			@Parameter(description = "Whether the JSON comes with what is known of its executions.") @RequestParam(
					defaultValue = "false") boolean health,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
		Flow flow = (revision != null) ? this.flows.require(new FlowRef(namespace, flowId, revision))
				: this.flows.require(new FlowKey(namespace, flowId));
		if (Accepts.prefers(accept, MediaType.APPLICATION_JSON, MediaType.APPLICATION_YAML)) {
			return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(describe(flow, health));
		}
		return ResponseEntity.ok().contentType(YAML_UTF_8).body((flow.source() != null) ? flow.source() : "");
	}

	@GetMapping(path = "/{namespace}/{flowId}/revisions", produces = JSON)
	@Operation(summary = "List the revisions of a flow",
			description = "The newest first: the current one, those before it, and those of a deleted flow that "
					+ "executions may still run.")
	PageDescriptor<RevisionDescriptor> revisions(@PathVariable String namespace, @PathVariable String flowId,
			@Parameter(description = "Counts from 0.") @RequestParam(
					defaultValue = "0") @Min(0) @Max(PageDescriptor.MAX_PAGE) int page,
			@Parameter(description = "Most revisions on a page.") @RequestParam(
					defaultValue = "50") @Min(1) @Max(PageDescriptor.MAX_SIZE) int size) {
		FlowKey key = new FlowKey(namespace, flowId);
		List<Flow> all = this.flows.revisions(key);
		Flow current = this.flows.find(key);
		List<RevisionDescriptor> items = all.stream()
			.skip((long) page * size)
			.limit(size)
			.map((each) -> RevisionDescriptor.of(each, current))
			.toList();
		return new PageDescriptor<>(items, page, size, all.size());
	}

	@PutMapping(path = "/{namespace}/{flowId}", consumes = { YAML, "application/x-yaml", "text/yaml" }, produces = JSON)
	@Operation(summary = "Store a flow",
			description = "As its next revision; a source that is stored already changes nothing. Of one that is disabled, /flows "
					+ "on the management port shows who stored it, and the reason. Where a file of "
					+ "windhover.flows.directory holds the flow, the header Windhover-Flow-File of the answer names "
					+ "it: its next change replaces what is stored here.")
	@ApiResponse(responseCode = "200", description = "There was one already: this is its revision now.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "201", description = "The flow is new.", useReturnTypeSchema = true)
	ResponseEntity<FlowDescriptor> put(@PathVariable String namespace, @PathVariable String flowId, @Parameter(
			description = "Why, for people; kept in the audit, and with a flow that is disabled.") @RequestParam(
					required = false) @Nullable @Size(
							max = 500) @Pattern(regexp = "\\P{Cntrl}*", message = "must be one line") String reason,
			@Parameter(hidden = true) @Nullable Principal caller, @RequestBody String yaml) {
		Flow flow = this.reader.read(flowId + ".yaml", yaml);
		requireSame("namespace", namespace, flow.namespace());
		requireSame("id", flowId, flow.id());
		if (reason != null) {
			RequestAudit.note(Map.of("reason", reason));
		}
		FlowStore.Stored stored = this.store.store(flow,
				new PauseNote((caller != null) ? caller.getName() : null, reason));
		ResponseEntity.BodyBuilder response = stored.created()
				? ResponseEntity.created(URI.create("/api/flows/" + flow.key())) : ResponseEntity.ok();
		return response.headers(fileOf(flow.key())).body(FlowDescriptor.of(stored.flow()));
	}

	private HttpHeaders fileOf(FlowKey flow) {
		HttpHeaders headers = new HttpHeaders();
		String file = this.files.fileOf(flow);
		if (file != null) {
			headers.set(FILE_HEADER, UriUtils.encodePath(file, StandardCharsets.UTF_8));
		}
		return headers;
	}

	@DeleteMapping("/{namespace}/{flowId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a flow",
			description = "Executions that run go on to their end. Where a file of windhover.flows.directory holds the "
					+ "flow, the header Windhover-Flow-File of the answer names it: its next change stores the flow again.")
	ResponseEntity<Void> delete(@PathVariable String namespace, @PathVariable String flowId) {
		FlowKey key = new FlowKey(namespace, flowId);
		this.store.delete(key);
		return ResponseEntity.noContent().headers(fileOf(key)).build();
	}

	@GetMapping(path = "/schema", produces = { "application/schema+json", JSON })
	@Operation(summary = "Read the JSON Schema of flows",
			description = "For editors, with all task and trigger types that this process knows.")
	Map<String, Object> schema() {
		return this.schema.document();
	}

	@PostMapping(path = "/validate", consumes = { YAML, "application/x-yaml", "text/yaml" }, produces = JSON)
	@Operation(summary = "Check a flow", description = "Reads it and stores nothing.")
	FlowDescriptor validate(@RequestBody String yaml) {
		return FlowDescriptor.of(this.reader.read("flow.yaml", yaml));
	}

	@PostMapping(path = "/convert", consumes = { YAML, "application/x-yaml", "text/yaml" }, produces = JSON)
	@Operation(summary = "Convert a flow of Kestra",
			description = "Makes a flow of Windhover of one of Kestra, and stores nothing. What cannot be carried over "
					+ "is listed, and stands in the flow so that it is refused.")
	ConversionDescriptor convert(@RequestBody String yaml) {
		try {
			return ConversionDescriptor.of(FlowConverter.convert(yaml));
		}
		catch (UnreadableFlowException ex) {
			throw Problems.badRequest(null, "This is not a flow of Kestra: " + ex.getMessage() + ".",
					"Send the YAML of one flow.");
		}
	}

	private FlowDescriptor describe(Flow flow, boolean health) {
		return FlowDescriptor.of(flow, health ? this.flows.health(flow) : null);
	}

	private static void requireSame(String field, String inPath, String inSource) {
		if (!inPath.equals(inSource)) {
			throw Problems.badRequest(field,
					"The path says %s '%s', the YAML says '%s'.".formatted(field, inPath, inSource),
					"Make them agree.");
		}
	}

}
