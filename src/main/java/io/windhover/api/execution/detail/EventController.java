package io.windhover.api.execution.detail;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@ConditionalOnRole(Role.API)
@Tag(name = "Executions")
class EventController {

	/** By which browsers say where they go on. */
	private static final String LAST_EVENT_ID = "Last-Event-ID";

	private final EventStreams streams;

	EventController(EventStreams streams) {
		this.streams = streams;
	}

	@GetMapping(path = "/api/executions/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "Follow an execution",
			description = "Server-sent events: each change of its state and of those of its tasks, from its creation to its end, when the stream ends.")
	@ApiResponse(responseCode = "200", description = "Events of the types execution and task-run, with ids.",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					schema = @Schema(implementation = EventDescriptor.class)))
	@ApiResponse(responseCode = "204", description = "It has ended, and nothing follows the event of Last-Event-ID.",
			content = @Content)
	@ApiResponse(responseCode = "429", description = "As many streams are open as may.", content = @Content)
	ResponseEntity<SseEmitter> events(@PathVariable String id,
			@Parameter(description = "Only what follows the event of this id.") @RequestHeader(name = LAST_EVENT_ID,
					required = false) @Nullable String lastEventId,
			HttpServletRequest request) {
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			// Spring takes it for a GET, but nobody would read the events
			this.streams.require(id);
			return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
		}
		SseEmitter emitter = this.streams.open(id, lastEventId);
		return (emitter != null) ? ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			// proxies that gather answers would hold events back
			.header("X-Accel-Buffering", "no")
			.body(emitter) : ResponseEntity.noContent().build();
	}

}
