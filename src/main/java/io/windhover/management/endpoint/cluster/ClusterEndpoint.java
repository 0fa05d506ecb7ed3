package io.windhover.management.endpoint.cluster;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.instance.Maintenance;
import io.windhover.instance.Instance;
import io.windhover.management.cluster.Peers;
import io.windhover.management.cluster.Round;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.operation.Caller;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Every instance of the cluster, by its heartbeat and by what it says when it is asked,
 * and the switch that holds all of them. Any instance answers for all.
 */
@Endpoint(id = "cluster")
public class ClusterEndpoint {

	private static final String MAINTENANCE = "maintenance";

	private static final String RUNNING = "running";

	private final InstanceRegistry registry;

	private final Peers peers;

	private final Instance instance;

	private final MaintenanceMode maintenance;

	private final Operations operations;

	private final Clock clock;

	/**
	 * Shows all instances.
	 * @param registry has their heartbeats
	 * @param peers asks them for their own answers
	 * @param operations count, log and audit each change of the maintenance mode
	 */
	public ClusterEndpoint(InstanceRegistry registry, Peers peers, Instance instance, MaintenanceMode maintenance,
			Operations operations, Clock clock) {
		this.registry = registry;
		this.peers = peers;
		this.instance = instance;
		this.maintenance = maintenance;
		this.operations = operations;
		this.clock = clock;
	}

	/**
	 * The instances.
	 * @param role only those that run it; null for all
	 * @param instance only the one of this id, host, or host and port; null for all
	 */
	@ReadOperation
	public ClusterDescriptors.Cluster cluster(@Nullable String role, @Nullable String instance) {
		ClusterFilter filter = ClusterFilter.of(role, instance);
		Round round = this.peers.current();
		InstanceRegistry.Hearing hearing = this.registry.hearing();
		Instant now = this.clock.instant();
		Collection<InstanceRegistry.Sighting> sightings = this.registry.all();
		ClusterMembers members = new ClusterMembers(hearing, this.registry.duplicates(), round,
				new StopAdvice(sightings, hearing, round, now), now);
		Stillness stillness = Stillness.of(sightings, hearing, this.maintenance, now);
		List<ClusterDescriptors.Member> all = members(members, sightings)
			.sorted(Comparator.comparing(ClusterDescriptors.Member::id))
			.toList();
		List<ClusterDescriptors.Member> listed = all.stream().filter(filter::passes).toList();
		List<ClusterDescriptors.UnreachableMember> unreachable = listed.stream()
			.flatMap((each) -> members.unreachable(each).stream())
			.toList();
		return new ClusterDescriptors.Cluster(this.instance.id(), round.sampledAt(),
				ClusterMembers.describe(hearing, now), ClusterMembers.totals(listed, unreachable.size()),
				describe(this.maintenance), stillness.quiescent(), stillness.running(), stillness.unheard(), listed,
				unreachable, listed.isEmpty() ? filter.problem(all) : null);
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
			String message = "The field 'state' takes 'maintenance' or 'running'";
			throw new InvalidEndpointRequestException(message, message);
		}
		boolean on = MAINTENANCE.equals(state);
		String note = (reason != null && !reason.isBlank()) ? reason.strip() : null;
		return this.operations.perform(on ? Operation.MAINTENANCE_BEGIN : Operation.MAINTENANCE_END, "cluster", () -> {
			Outcome outcome = change(on, note);
			return (note != null) ? outcome.with(Map.of("reason", note)) : outcome;
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
		String by = Objects.requireNonNullElse(Caller.current().name(), "anonymous");
		return new Maintenance(on, (before != null) ? before.since() : this.clock.instant(), by, reason);
	}

	private static ClusterDescriptors.@Nullable MaintenanceDetail describe(MaintenanceMode mode) {
		MaintenanceMode.Unreadable unreadable = mode.unreadable();
		if (unreadable != null) {
			return new ClusterDescriptors.MaintenanceDetail(unreadable.since(), null, null, unreadable.reason());
		}
		Maintenance current = mode.current();
		return (current != null)
				? new ClusterDescriptors.MaintenanceDetail(current.since(), current.by(), current.reason(), null)
				: null;
	}

	/** With this instance, heard or not. */
	private Stream<ClusterDescriptors.Member> members(ClusterMembers members,
			Collection<InstanceRegistry.Sighting> sightings) {
		List<ClusterDescriptors.Member> heard = sightings.stream().map(members::describe).toList();
		boolean known = heard.stream().anyMatch((each) -> each.id().equals(this.instance.id()));
		return known ? heard.stream() : Stream.concat(heard.stream(), Stream.of(members.unheard(this.instance)));
	}

}
