package io.windhover.api.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.api.ApiListener;
import io.windhover.api.WebhookFailure;
import io.windhover.api.execution.NewExecution;
import io.windhover.api.execution.create.ExecutionCreator.Created;
import io.windhover.api.execution.create.ExecutionCreator;
import io.windhover.api.flow.Flows;
import io.windhover.api.trigger.Triggers;
import io.windhover.api.web.Problems;
import io.windhover.execution.TriggerFire;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.WebhookSignature;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import io.windhover.http.RequestAudit;
import io.windhover.http.RequestTrace;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import io.windhover.repository.RepositoryException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Starts what the callers of webhooks ask for. Of flows and triggers it says nothing to
 * those who do not have the key.
 */
@Component
@ConditionalOnRole(Role.API)
class Webhooks {

	/** Of the processor, for all inputs of one call. */
	private static final Duration BUDGET = Duration.ofMillis(200);

	private final Flows flows;

	private final Triggers triggers;

	private final CallReader reader;

	private final Signatures signatures;

	private final Templates templates;

	private final ExecutionCreator creator;

	private final ListenerList<ApiListener> listeners;

	private final Clock clock;

	Webhooks(Flows flows, Triggers triggers, CallReader reader, Signatures signatures, Templates templates,
			ExecutionCreator creator, ListenerList<ApiListener> listeners, Clock clock) {
		this.flows = flows;
		this.triggers = triggers;
		this.reader = reader;
		this.signatures = signatures;
		this.templates = templates;
		this.creator = creator;
		this.listeners = listeners;
		this.clock = clock;
	}

	/**
	 * Creates the execution of a call, and else fails with a problem.
	 * @param key of the webhook
	 * @param idempotencyKey null where a repeated call is another one
	 */
	Created call(FlowKey key, String secret, @Nullable String idempotencyKey, Map<String, List<String>> query,
			HttpServletRequest request) {
		Flow flow = null;
		try {
			flow = this.flows.find(key);
			Created created = create(flow, secret, idempotencyKey, query, request);
			this.listeners.tell((listener) -> listener.webhookCalled(key));
			return created;
		}
		catch (RuntimeException ex) {
			FlowKey known = (flow != null) ? key : null;
			this.listeners.tell((listener) -> listener.webhookFailed(known, reason(ex)));
			throw ex;
		}
	}

	private Created create(@Nullable Flow flow, String secret, @Nullable String idempotencyKey,
			Map<String, List<String>> query, HttpServletRequest request) {
		WebhookTrigger trigger = (flow != null) ? find(flow, secret) : null;
		if (flow == null || trigger == null) {
			throw Problems.notFound("There is no webhook at this address.",
					"The address is /api/webhooks/{namespace}/{flowId}/{key}, with the key of a trigger of the flow.");
		}
		String name = flow.key() + "/" + trigger.id();
		RequestAudit.note(Map.of("operation", "webhook.call", "target", name));
		if (this.triggers.isPaused(name)) {
			throw Problems.conflict("The webhook is paused.", "Call it again when an operator has resumed it.");
		}
		byte[] body = this.reader.body(request);
		WebhookSignature signature = trigger.signature();
		if (signature != null) {
			this.signatures.require(name, signature, request.getHeader(signature.header()), body);
		}
		Map<String, Object> inputs = inputs(flow, trigger, this.reader.call(request, query, body));
		TriggerFire fire = new TriggerFire(trigger.id(), trigger.type(), this.clock.instant(), Map.of(), null);
		Created created = this.creator.create(name, idempotencyKey,
				new NewExecution(flow.key(), inputs, Map.of(), fire, RequestTrace.of(request)));
		RequestAudit.note(Map.of("execution", created.execution().id(), "outcome", "accepted"));
		return created;
	}

	private static @Nullable WebhookTrigger find(Flow flow, String key) {
		return flow.triggers()
			.stream()
			.filter(WebhookTrigger.class::isInstance)
			.map(WebhookTrigger.class::cast)
			.filter((each) -> each.accepts(key))
			.findFirst()
			.orElse(null);
	}

	private Map<String, Object> inputs(Flow flow, WebhookTrigger trigger, Map<String, Object> call) {
		Map<String, Object> variables = Map.of("trigger", call, "flow",
				Map.of("namespace", flow.namespace(), "id", flow.id(), "revision", flow.revision()));
		try {
			return this.templates.render(trigger.inputs(), variables, BUDGET);
		}
		catch (TemplateException ex) {
			throw Problems.badRequest("inputs", "The inputs cannot be made of this call: " + ex.getMessage(),
					"Send what the inputs of the webhook '%s' read.".formatted(trigger.id()));
		}
	}

	private static WebhookFailure reason(RuntimeException failure) {
		if (failure instanceof InvalidInputsException || failure instanceof HttpMessageNotReadableException) {
			return WebhookFailure.INVALID;
		}
		if (failure instanceof RepositoryException) {
			return WebhookFailure.UNAVAILABLE;
		}
		if (!(failure instanceof ErrorResponseException problem)) {
			return WebhookFailure.ERROR;
		}
		return switch (problem.getStatusCode().value()) {
			case 400, 413 -> WebhookFailure.INVALID;
			case 403 -> WebhookFailure.SIGNATURE;
			case 404 -> WebhookFailure.UNKNOWN;
			case 409 -> WebhookFailure.PAUSED;
			case 429 -> WebhookFailure.BACKLOG;
			case 503 -> WebhookFailure.UNAVAILABLE;
			default -> WebhookFailure.ERROR;
		};
	}

}
