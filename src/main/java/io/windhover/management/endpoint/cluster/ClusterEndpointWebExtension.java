package io.windhover.management.endpoint.cluster;

import java.time.Clock;

import io.windhover.execution.instance.Maintenance;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.operation.Caller;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The switch that holds every instance of the cluster. Any instance has it.
 */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public class ClusterEndpointWebExtension {

	private static final String MAINTENANCE = "maintenance";

	private static final String RUNNING = "running";

	private final MaintenanceMode maintenance;

	private final Operations operations;

	private final Clock clock;

	/**
	 * Acts on the whole cluster.
	 * @param operations count, log and audit each change of the maintenance mode
	 */
	public ClusterEndpointWebExtension(MaintenanceMode maintenance, Operations operations, Clock clock) {
		this.maintenance = maintenance;
		this.operations = operations;
		this.clock = clock;
	}

	/**
	 * Begins or ends the maintenance of the cluster.
	 * @param state maintenance or running
	 * @param reason for people; null for none
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Nullable String state, @Nullable String reason) {
		ListFilters.checkText("reason", reason);
		if (!MAINTENANCE.equals(state) && !RUNNING.equals(state)) {
			throw InvalidRequests.invalid("The field 'state' takes 'maintenance' or 'running'");
		}
		boolean on = MAINTENANCE.equals(state);
		String note = (reason != null && !reason.isBlank()) ? reason.strip() : null;
		return this.operations.perform(on ? Operation.MAINTENANCE_BEGIN : Operation.MAINTENANCE_END, "cluster", () -> {
			Outcome outcome = change(on, note);
			return outcome.forReason(note);
		});
	}

	/** Also where it is so already: what this instance has read may be out of date. */
	private Outcome change(boolean on, @Nullable String reason) {
		if (!this.maintenance.isKnown()) {
			return Outcome.failed("This instance does not know yet whether the cluster is in maintenance");
		}
		Maintenance wanted = wanted(on, reason);
		return this.operations.publish(() -> this.maintenance.change(wanted));
	}

	private Maintenance wanted(boolean on, @Nullable String reason) {
		Maintenance before = on ? this.maintenance.current() : null;
		if (before != null && (reason == null || reason.equals(before.reason()))) {
			return before;
		}
		String by = Caller.current().shownName();
		return new Maintenance(on, (before != null) ? before.since() : this.clock.instant(), by, reason);
	}

}
