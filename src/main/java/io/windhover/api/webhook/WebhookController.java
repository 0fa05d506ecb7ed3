package io.windhover.api.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.execution.create.ExecutionCreator;
import io.windhover.api.execution.create.ExecutionCreator.Created;
import io.windhover.api.web.AnyQuery;
import io.windhover.api.web.Problems;
import io.windhover.flow.FlowKey;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * The addresses of webhooks. The key lets the caller in, so neither a user nor a content
 * type is asked for, and the query is read by hand: a form is a body like any other.
 */
@RestController
@ConditionalOnRole(Role.API)
@Tag(name = "Webhooks")
class WebhookController {

	private static final List<String> METHODS = List.of("GET", "POST", "PUT");

	private final Webhooks webhooks;

	private final CallReader reader;

	private final ExecutionCreator creator;

	WebhookController(Webhooks webhooks, CallReader reader, ExecutionCreator creator) {
		this.webhooks = webhooks;
		this.reader = reader;
		this.creator = creator;
	}

	@RequestMapping(path = "/api/webhooks/{namespace}/{flowId}/{key}",
			method = { RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT })
	@AnyQuery
	@Operation(summary = "Call a webhook",
			description = "Starts an execution with what the webhook's inputs make of method, headers, query and body.",
			parameters = @Parameter(name = "wait", in = ParameterIn.QUERY,
					description = "How long to wait for its end, such as PT30S.",
					schema = @Schema(type = "string", format = "duration")))
	@ApiResponse(responseCode = "201", description = "Created, and ended if that was waited for.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "200", description = "A call of the last day with this Idempotency-Key created it.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "202", description = "Created, but it did not end within the wait: as it stands.",
			useReturnTypeSchema = true)
	@ApiResponse(responseCode = "403", description = "The body is not signed as the webhook requires.",
			content = @Content)
	@ApiResponse(responseCode = "404", description = "There is no such flow, or none of its webhooks has the key.",
			content = @Content)
	@ApiResponse(responseCode = "409", description = "The webhook is paused.", content = @Content)
	@ApiResponse(responseCode = "413", description = "The body is longer than windhover.api.max-webhook-body.",
			content = @Content)
	@ApiResponse(responseCode = "429", description = "Too many commands wait for the executor; nothing was written.",
			content = @Content)
	DeferredResult<ResponseEntity<WebhookDescriptor>> call(@PathVariable String namespace, @PathVariable String flowId,
			@PathVariable String key,
			@Parameter(description = "The same key within a day is the same execution.") @RequestHeader(
					name = ExecutionCreator.KEY, required = false) @Nullable String idempotencyKey,
			HttpServletRequest request) throws HttpRequestMethodNotSupportedException {
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			// Spring takes it for a GET, but a look must start nothing
			throw new HttpRequestMethodNotSupportedException(request.getMethod(), METHODS);
		}
		Map<String, List<String>> query = this.reader.query(request);
		Duration wait = wait(query);
		this.creator.requireAllowed(wait);
		Created created = this.webhooks.call(new FlowKey(namespace, flowId), key, idempotencyKey, query, request);
		return (wait != null)
				? this.creator.ended(created, wait, WebhookDescriptor::of,
						(now) -> WebhookDescriptor.of(Objects.requireNonNullElse(now.execution(), created.execution())))
				: ExecutionCreator.immediate(created.response(WebhookDescriptor::of));
	}

	private static @Nullable Duration wait(Map<String, List<String>> query) {
		List<String> values = query.getOrDefault("wait", List.of());
		if (values.isEmpty() || values.get(0).isEmpty()) {
			return null;
		}
		try {
			return DurationStyle.detectAndParse(values.get(0));
		}
		catch (IllegalArgumentException ex) {
			throw Problems.badRequest("wait", "'%s' is not a value of wait.".formatted(values.get(0)),
					"An ISO-8601 duration such as PT30S.");
		}
	}

}
