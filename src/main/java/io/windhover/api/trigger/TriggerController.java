package io.windhover.api.trigger;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.flow.Flows;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnRole(Role.API)
@RequestMapping(path = "/api/flows/{namespace}/{flowId}/triggers", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Triggers")
class TriggerController {

	private final Flows flows;

	private final Triggers triggers;

	TriggerController(Flows flows, Triggers triggers) {
		this.flows = flows;
		this.triggers = triggers;
	}

	@GetMapping
	@Operation(summary = "List the triggers of a flow",
			description = "In the order of the flow, each with its next dates. /scheduler on the management port pauses and "
					+ "resumes them.")
	TriggersDescriptor list(@PathVariable String namespace, @PathVariable String flowId) {
		Flow flow = this.flows.require(new FlowKey(namespace, flowId));
		return new TriggersDescriptor(flow.triggers()
			.stream()
			.map((trigger) -> TriggersDescriptor.TriggerDescriptor.of(trigger,
					this.triggers.find(flow.key() + "/" + trigger.id()), flow.isDisabled()))
			.toList());
	}

}
