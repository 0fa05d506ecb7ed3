package io.windhover.management.endpoint.incident;

import java.time.Clock;
import java.util.Map;

import io.windhover.execution.instance.Incident;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.incident.Incidents;
import io.windhover.management.operation.Caller;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What can be done to an incident: acknowledge it.
 */
@EndpointWebExtension(endpoint = IncidentsEndpoint.class)
public class IncidentsEndpointWebExtension {

	private final Incidents incidents;

	private final Operations operations;

	private final Clock clock;

	/**
	 * Acts on the incidents of the whole cluster.
	 * @param operations count, log and audit each acknowledgement
	 */
	public IncidentsEndpointWebExtension(Incidents incidents, Operations operations, Clock clock) {
		this.incidents = incidents;
		this.operations = operations;
		this.clock = clock;
	}

	/**
	 * Tells the others that somebody looks after an incident.
	 * @param acknowledged who and why, in their words
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> acknowledge(@Selector String id, @Nullable String acknowledged) {
		String note = note(acknowledged);
		return this.operations.perform(Operation.INCIDENT_ACKNOWLEDGE, id, () -> {
			Incident incident = this.incidents.find(id);
			if (incident == null) {
				return Outcome.notFound("There is no such incident; GET /incidents lists those that are open");
			}
			if (!incident.isOpen()) {
				return Outcome.conflict("It is over since %s".formatted(incident.closedAt()));
			}
			String by = Caller.current().shownName();
			Incident.Acknowledgement acknowledgement = new Incident.Acknowledgement(by, note, this.clock.instant());
			return this.operations.publish(() -> this.incidents.acknowledge(incident, acknowledgement))
				.with(Map.of("acknowledged", note));
		});
	}

	private static String note(@Nullable String acknowledged) {
		if (acknowledged == null || acknowledged.isBlank()) {
			throw InvalidRequests
				.invalid("The field 'acknowledged' names who handles the incident and why, and must not be "
						+ ((acknowledged == null) ? "missing" : "blank"));
		}
		ListFilters.checkText("acknowledged", acknowledged);
		return acknowledged.strip();
	}

}
