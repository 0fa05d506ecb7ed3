package io.windhover.api.execution.bulk;

import java.security.Principal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.execution.ActOnExecutions;
import io.windhover.api.execution.create.ExecutionCreator;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

@RestController
@ConditionalOnRole(Role.API)
@Tag(name = "Executions")
class ActionController {

	private final BulkActions actions;

	ActionController(BulkActions actions) {
		this.actions = actions;
	}

	@PostMapping(path = "/api/executions/actions", produces = MediaType.APPLICATION_NDJSON_VALUE)
	@Operation(summary = "Do something to all executions that match a filter",
			description = "Answers with a line of JSON for each, the newest first, with its progress after each page, and with a summary at the end. With dryRun each is only checked, and nothing is done.")
	@ApiResponse(responseCode = "200", description = "A line for each execution.",
			content = @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE,
					schema = @Schema(implementation = ActionReport.class)))
	@ApiResponse(responseCode = "429", description = "As many such requests are at work as may.", content = @Content)
	ResponseEntity<ResponseBodyEmitter> act(@Parameter(
			description = "Of replay: the same key within a day is the same replay of each execution.") @RequestHeader(
					name = ExecutionCreator.KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable ActOnExecutions body, @Nullable Principal who,
			HttpServletRequest request) {
		ResponseBodyEmitter emitter = this.actions.begin((body != null) ? body : ActOnExecutions.EMPTY,
				(who != null) ? who.getName() : null, key, request);
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_NDJSON)
			// proxies that gather answers would hold reports back
			.header("X-Accel-Buffering", "no")
			.body(emitter);
	}

}
