package io.windhover.flow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What starts executions of a flow. Sealed, because the scheduler must know how each kind
 * falls due; the types of the triggers that are polled are an open set, see
 * {@code TriggerDefinition}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({ @JsonSubTypes.Type(value = ScheduleTrigger.class, name = "schedule"),
		@JsonSubTypes.Type(value = PollingTrigger.class, name = "polling"),
		@JsonSubTypes.Type(value = WebhookTrigger.class, name = "webhook"),
		@JsonSubTypes.Type(value = FlowTrigger.class, name = "flow") })
public sealed interface Trigger permits ScheduleTrigger, PollingTrigger, WebhookTrigger, FlowTrigger {

	/**
	 * Unique in its flow.
	 */
	String id();

	/**
	 * The type as the flow names it, such as {@code schedule}.
	 */
	String type();

}
