package io.windhover.management.endpoint.cluster;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.instance.Maintenance;
import io.windhover.instance.Instance;
import io.windhover.management.cluster.Peers;
import io.windhover.management.cluster.Round;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Every instance of the cluster, by its heartbeat and by what it says when it is asked.
 * Any instance answers for all.
 */
@Endpoint(id = "cluster")
public class ClusterEndpoint {

	private final InstanceRegistry registry;

	private final Peers peers;

	private final Instance instance;

	private final MaintenanceMode maintenance;

	private final Clock clock;

	/**
	 * Shows all instances.
	 * @param registry has their heartbeats
	 * @param peers asks them for their own answers
	 */
	public ClusterEndpoint(InstanceRegistry registry, Peers peers, Instance instance, MaintenanceMode maintenance,
			Clock clock) {
		this.registry = registry;
		this.peers = peers;
		this.instance = instance;
		this.maintenance = maintenance;
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
		InstanceRegistry.HeartbeatReception hearing = this.registry.heartbeatReception();
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
