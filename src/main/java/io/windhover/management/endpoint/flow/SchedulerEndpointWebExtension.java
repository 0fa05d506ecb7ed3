package io.windhover.management.endpoint.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.operation.Caller;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.MediaType;

/**
 * What can be done to a trigger: pause it, resume it, fire it; and 503 for one trigger
 * while nobody can tell of it.
 */
@EndpointWebExtension(endpoint = SchedulerEndpoint.class)
public class SchedulerEndpointWebExtension {

	private final SchedulerEndpoint endpoint;

	private final SchedulerView scheduler;

	private final TriggerCommands commands;

	private final Operations operations;

	private final Clock clock;

	/**
	 * Acts on the triggers of the scheduler of this process only.
	 * @param operations count, log and audit each change
	 */
	public SchedulerEndpointWebExtension(SchedulerEndpoint endpoint, SchedulerView scheduler, TriggerCommands commands,
			Operations operations, Clock clock) {
		this.endpoint = endpoint;
		this.scheduler = scheduler;
		this.commands = commands;
		this.operations = operations;
		this.clock = clock;
	}

	/**
	 * All about one trigger; null, which is not found, when it is not on this scheduler,
	 * and 503 while nobody can tell.
	 */
	@ReadOperation
	public @Nullable WebEndpointResponse<OperationResponseBody> trigger(@Selector String namespace,
			@Selector String flowId, @Selector String triggerId) {
		OperationResponseBody found = this.endpoint.trigger(namespace, flowId, triggerId);
		if (found != null) {
			return new WebEndpointResponse<>(found);
		}
		return knowsAll() ? null : new WebEndpointResponse<>(SchedulerDescriptors.NotKnown.INSTANCE,
				SchedulerDescriptors.NotKnown.STATUS, MediaType.APPLICATION_PROBLEM_JSON);
	}

	private boolean knowsAll() {
		return this.scheduler.isReady() && !this.scheduler.hasLostPartitions();
	}

	/**
	 * Pauses, resumes or fires a trigger.
	 * @param state paused or running; null when it shall fire
	 * @param fire now; null when its state shall change
	 * @param requestId the same when a request to fire is repeated; null for a new one
	 * @param reason for people, kept with a pause and in the audit; null for none
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String namespace, @Selector String flowId,
			@Selector String triggerId, @Nullable String state, @Nullable String fire, @Nullable String requestId,
			@Nullable String reason) {
		ListFilters.check("namespace", namespace);
		ListFilters.check("flowId", flowId);
		ListFilters.check("triggerId", triggerId);
		ListFilters.checkText("reason", reason);
		TriggerRequest request = TriggerRequest.of(state, fire, requestId);
		return this.operations.perform(request.operation(), namespace + "/" + flowId + "/" + triggerId, () -> {
			SchedulerView.Detail found = this.scheduler.find(namespace, flowId, triggerId);
			if (found == null) {
				return absent();
			}
			boolean fires = request.operation() == Operation.TRIGGER_FIRE;
			String hindrance = fires ? hindrance(found) : null;
			if (hindrance != null) {
				return Outcome.conflict(hindrance);
			}
			Outcome outcome = this.operations
				.publish(() -> this.commands.send(command(request, namespace, flowId, triggerId, reason)));
			Map<String, String> details = new TreeMap<>(fires ? fire(request, found) : Map.of());
			if (reason != null) {
				details.put("reason", reason);
			}
			return outcome.with(details);
		});
	}

	/** Why a trigger cannot fire now; null when it can. */
	private @Nullable String hindrance(SchedulerView.Detail trigger) {
		TriggerState state = trigger.scheduled().state();
		if (trigger.waiting() || trigger.evaluatingSince() != null) {
			return "It is being evaluated, or about to be";
		}
		if (this.endpoint.isDisabled(new FlowKey(state.namespace(), state.flowId()))) {
			return "Its flow is disabled; store it without 'disabled: true'";
		}
		return switch (state.type()) {
			case WebhookTrigger.TYPE -> "It is a webhook, which fires when its address is called";
			case FlowTrigger.TYPE -> "It fires when executions of other flows end; create an execution of its flow";
			default -> null;
		};
	}

	private static Map<String, String> fire(TriggerRequest request, SchedulerView.Detail trigger) {
		String triggerKey = trigger.scheduled().state().key();
		return Map.of("requestId", request.id(), "execution",
				TriggerCommand.Fire.executionId(triggerKey, request.id()));
	}

	private Outcome absent() {
		return knowsAll()
				? Outcome.notFound("This scheduler has no such trigger; GET /scheduler lists those that it has")
				: Outcome.failed(SchedulerDescriptors.NotKnown.INSTANCE.detail() + "; /health shows when it is ready");
	}

	private TriggerCommand command(TriggerRequest request, String namespace, String flowId, String triggerId,
			@Nullable String reason) {
		Instant now = this.clock.instant();
		return switch (request.operation()) {
			case TRIGGER_PAUSE -> new TriggerCommand.Pause(namespace, flowId, triggerId, now,
					new PauseNote(Caller.current().name(), reason));
			case TRIGGER_RESUME -> new TriggerCommand.Resume(namespace, flowId, triggerId, now);
			default -> new TriggerCommand.Fire(namespace, flowId, triggerId, now, request.id());
		};
	}

}
