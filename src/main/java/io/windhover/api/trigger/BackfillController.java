package io.windhover.api.trigger;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.flow.FlowKey;
import io.windhover.http.RequestAudit;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnRole(Role.API)
@RequestMapping(path = "/api/flows/{namespace}/{flowId}/triggers/{triggerId}/backfill",
		produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Triggers")
class BackfillController {

	private final Backfills backfills;

	BackfillController(Backfills backfills) {
		this.backfills = backfills;
	}

	@GetMapping
	@Operation(summary = "Read a backfill", description = "The last one of the trigger, and how far it is.")
	BackfillDescriptor read(@PathVariable String namespace, @PathVariable String flowId,
			@PathVariable String triggerId) {
		return this.backfills.require(new FlowKey(namespace, flowId), triggerId);
	}

	@PostMapping
	@Operation(summary = "Begin a backfill",
			description = "Starts an execution for each date of a schedule in a range that has passed, one after the other or as many at once as 'concurrency' says. Answers when the first have started.")
	@ApiResponse(responseCode = "201", description = "It began.", useReturnTypeSchema = true)
	@ApiResponse(responseCode = "409",
			description = "The trigger is no schedule, is paused, has a backfill that goes on, or its flow is disabled.",
			content = @Content)
	ResponseEntity<BackfillDescriptor> start(@PathVariable String namespace, @PathVariable String flowId,
			@PathVariable String triggerId, @RequestBody StartBackfill body) {
		FlowKey flow = new FlowKey(namespace, flowId);
		BackfillDescriptor begun = audited("backfill.start", flow, triggerId,
				() -> this.backfills.start(flow, triggerId, body));
		return ResponseEntity.created(URI.create("/api/flows/%s/triggers/%s/backfill".formatted(flow, triggerId)))
			.body(begun);
	}

	@DeleteMapping
	@Operation(summary = "Cancel a backfill", description = "It starts no more executions; those that run go on.")
	@ApiResponse(responseCode = "409", description = "It has ended.", content = @Content)
	BackfillDescriptor cancel(@PathVariable String namespace, @PathVariable String flowId,
			@PathVariable String triggerId) {
		FlowKey flow = new FlowKey(namespace, flowId);
		return audited("backfill.cancel", flow, triggerId, () -> this.backfills.cancel(flow, triggerId));
	}

	/** One that is refused has no outcome but its status. */
	private static BackfillDescriptor audited(String operation, FlowKey flow, String triggerId,
			Supplier<BackfillDescriptor> command) {
		RequestAudit.note(Map.of("operation", operation, "target", flow + "/" + triggerId));
		BackfillDescriptor backfill = command.get();
		RequestAudit.note(Map.of("outcome", "accepted"));
		return backfill;
	}

}
