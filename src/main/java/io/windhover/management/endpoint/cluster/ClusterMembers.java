package io.windhover.management.endpoint.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry.HeartbeatReception;
import io.windhover.cluster.InstanceRegistry.Sighting;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.StoreCopies;
import io.windhover.management.cluster.PeerResponse;
import io.windhover.management.cluster.Round;
import org.jspecify.annotations.Nullable;

/**
 * Describes instances by what was heard of them and by what they answered.
 */
class ClusterMembers {

	private static final String LIVE = "live";

	private static final String SILENT = "silent";

	private static final String UNKNOWN = "unknown";

	private final HeartbeatReception hearing;

	private final Set<String> duplicates;

	private final Round round;

	private final Instant now;

	private final StopAdvice advice;

	ClusterMembers(HeartbeatReception hearing, Set<String> duplicates, Round round, StopAdvice advice, Instant now) {
		this.hearing = hearing;
		this.duplicates = duplicates;
		this.round = round;
		this.advice = advice;
		this.now = now;
	}

	ClusterDescriptors.Member describe(Sighting sighting) {
		Heartbeat heartbeat = sighting.heartbeat();
		Duration age = age(sighting.at(), this.now);
		boolean worker = heartbeat.roles().contains(Role.WORKER.id());
		List<ClusterDescriptors.StopReason> reasons = this.advice.reasons(sighting);
		return new ClusterDescriptors.Member(heartbeat.instance().id(), heartbeat.instance().incarnation(),
				heartbeat.roles().stream().sorted().toList(), state(sighting),
				this.duplicates.contains(heartbeat.instance().id()), sighting.live() ? age : null, heartbeat.host(),
				heartbeat.managementUrl(), heartbeat.version(), heartbeat.startedAt(),
				worker ? new ClusterDescriptors.Slots(heartbeat.slotsUsed(), heartbeat.slotsMax()) : null,
				worker ? heartbeat.servedGroups() : null, heartbeat.workerState(), summary(heartbeat.instance()),
				StopAdvice.verdict(reasons), reasons);
	}

	/**
	 * The answering instance before its first heartbeat.
	 */
	ClusterDescriptors.Member unheard(Instance instance) {
		return new ClusterDescriptors.Member(instance.id(), instance.incarnation(),
				instance.roles().stream().map(Role::id).sorted().toList(), UNKNOWN, false, null, null, null, null,
				instance.startedAt(), null, null, null, summary(new InstanceRef(instance.id(), instance.incarnation())),
				null, List.of(StopAdvice.UNHEARD));
	}

	/**
	 * Silent is who should have been heard. While nobody is heard, nobody is silent: it
	 * is this instance that is deaf.
	 */
	private String state(Sighting sighting) {
		if (sighting.isRecent(this.hearing, this.now)) {
			return sighting.live() ? LIVE : UNKNOWN;
		}
		return this.hearing.current() ? SILENT : UNKNOWN;
	}

	private ClusterDescriptors.@Nullable Summary summary(InstanceRef instance) {
		return (this.round.answers().get(instance) instanceof PeerResponse.Summary summary)
				? new ClusterDescriptors.Summary(summary.status(), summary.components(), summary.commit(),
						stores(summary.stores()))
				: null;
	}

	private static @Nullable List<ClusterDescriptors.Stores> stores(@Nullable List<StoreCopies.Copies> copies) {
		return (copies == null) ? null
				: copies.stream()
					.map((each) -> new ClusterDescriptors.Stores(each.applicationId(), each.standbyReplicas(),
							each.restoring(), tasks(each.tasks())))
					.toList();
	}

	private static @Nullable List<String> tasks(@Nullable Set<String> tasks) {
		return (tasks != null) ? tasks.stream().sorted().toList() : null;
	}

	Optional<ClusterDescriptors.UnreachableMember> unreachable(ClusterDescriptors.Member member) {
		String incarnation = member.incarnation();
		PeerResponse answer = (incarnation != null)
				? this.round.answers().get(new InstanceRef(member.id(), incarnation)) : null;
		return (answer instanceof PeerResponse.Unreachable unreachable)
				? Optional.of(new ClusterDescriptors.UnreachableMember(member.id(), member.managementUrl(),
						unreachable.reason().id(), unreachable.detail()))
				: Optional.empty();
	}

	static ClusterDescriptors.HeartbeatReception describe(HeartbeatReception hearing, Instant now) {
		Instant last = hearing.last();
		return new ClusterDescriptors.HeartbeatReception(hearing.current() ? "current" : "deaf", last,
				(last != null) ? age(last, now) : null);
	}

	static ClusterDescriptors.Totals totals(List<ClusterDescriptors.Member> members, int unreachable) {
		Map<String, Integer> roles = new TreeMap<>();
		members.forEach((member) -> member.roles().forEach((role) -> roles.merge(role, 1, Integer::sum)));
		return new ClusterDescriptors.Totals(members.size(), count(members, LIVE), count(members, SILENT),
				count(members, UNKNOWN), unreachable, roles,
				new ClusterDescriptors.Slots(slots(members).mapToInt(ClusterDescriptors.Slots::used).sum(),
						slots(members).mapToInt(ClusterDescriptors.Slots::max).sum()));
	}

	private static int count(List<ClusterDescriptors.Member> members, String state) {
		return (int) members.stream().filter((member) -> member.state().equals(state)).count();
	}

	private static Stream<ClusterDescriptors.Slots> slots(List<ClusterDescriptors.Member> members) {
		return members.stream()
			.filter((member) -> !member.state().equals(SILENT))
			.flatMap((member) -> Stream.ofNullable(member.slots()));
	}

	private static Duration age(Instant then, Instant now) {
		Duration age = Duration.between(then, now);
		return age.isNegative() ? Duration.ZERO : age;
	}

}
