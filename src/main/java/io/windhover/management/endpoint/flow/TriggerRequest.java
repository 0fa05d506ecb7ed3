package io.windhover.management.endpoint.flow;

import java.util.UUID;

import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.operation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of a trigger.
 *
 * @param id by which a request to fire that is repeated is known
 */
record TriggerRequest(Operation operation, String id) {

	/**
	 * Reads the fields of a request, of which exactly one asks for something.
	 */
	static TriggerRequest of(@Nullable String state, @Nullable String fire, @Nullable String requestId) {
		ListFilters.check("requestId", requestId);
		return new TriggerRequest(operation(state, fire),
				(requestId != null) ? requestId : UUID.randomUUID().toString());
	}

	private static Operation operation(@Nullable String state, @Nullable String fire) {
		if ((state != null) == (fire != null)) {
			throw InvalidRequests
				.invalid("The body takes either 'state', which is 'paused' or 'running', or 'fire', which is 'now'");
		}
		if (fire != null) {
			if (fire.equals("now")) {
				return Operation.TRIGGER_FIRE;
			}
			throw InvalidRequests.invalid("The field 'fire' must be 'now'");
		}
		return switch (String.valueOf(state)) {
			case "paused" -> Operation.TRIGGER_PAUSE;
			case "running" -> Operation.TRIGGER_RESUME;
			default -> throw InvalidRequests.invalid("The field 'state' must be 'paused' or 'running'");
		};
	}

}
