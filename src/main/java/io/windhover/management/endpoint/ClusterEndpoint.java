package io.windhover.management.endpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.instance.Instance;
import io.windhover.management.cluster.Peers;
import io.windhover.management.cluster.Round;
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

	private final Clock clock;

	ClusterEndpoint(InstanceRegistry registry, Peers peers, Instance instance, Clock clock) {
		this.registry = registry;
		this.peers = peers;
		this.instance = instance;
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
		ClusterMembers members = new ClusterMembers(hearing, this.registry.duplicates(), round, now);
		List<ClusterDescriptors.Member> all = members(members)
			.sorted(Comparator.comparing(ClusterDescriptors.Member::id))
			.toList();
		List<ClusterDescriptors.Member> listed = all.stream().filter(filter::passes).toList();
		List<ClusterDescriptors.UnreachableMember> unreachable = listed.stream()
			.flatMap((each) -> members.unreachable(each).stream())
			.toList();
		return new ClusterDescriptors.Cluster(this.instance.id(), round.sampledAt(),
				ClusterMembers.describe(hearing, now), ClusterMembers.totals(listed, unreachable.size()), listed,
				unreachable, listed.isEmpty() ? filter.problem(all) : null);
	}

	/** With this instance, heard or not. */
	private Stream<ClusterDescriptors.Member> members(ClusterMembers members) {
		List<ClusterDescriptors.Member> heard = this.registry.all().stream().map(members::describe).toList();
		boolean known = heard.stream().anyMatch((each) -> each.id().equals(this.instance.id()));
		return known ? heard.stream() : Stream.concat(heard.stream(), Stream.of(members.unheard(this.instance)));
	}

}
