package io.windhover.management.endpoint.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry.HeartbeatReception;
import io.windhover.cluster.InstanceRegistry.Sighting;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.Role;
import io.windhover.management.StoreCopies;
import io.windhover.management.cluster.PeerResponse;
import io.windhover.management.cluster.Round;
import org.jspecify.annotations.Nullable;

/**
 * Whether an instance may be stopped without a wait for anybody: by the heartbeats of
 * all, and by what they say of their stores.
 */
class StopAdvice {

	/** Of an instance of which no heartbeat was heard. */
	static final ClusterDescriptors.StopReason UNHEARD = unknown("No heartbeat of it has been heard yet");

	private static final String UNKNOWN = "unknown";

	/** Of a worker that takes jobs. */
	private static final String RUNNING = "running";

	private static final int MAX_NAMED = 5;

	private static final List<Role> WITH_STORES = List.of(Role.EXECUTOR, Role.SCHEDULER);

	private final List<Sighting> live;

	private final Round round;

	private final boolean hears;

	StopAdvice(Collection<Sighting> sightings, HeartbeatReception hearing, Round round, Instant now) {
		this.live = sightings.stream().filter((each) -> each.live() && each.isRecent(hearing, now)).toList();
		this.round = round;
		this.hears = hearing.current();
	}

	/**
	 * Why it is not to be stopped, and what is not known; none when it is safe.
	 */
	List<ClusterDescriptors.StopReason> reasons(Sighting sighting) {
		if (!this.hears) {
			return List.of(unknown("The answering instance hears no heartbeats"));
		}
		if (!this.live.contains(sighting)) {
			return List
				.of(unknown("Its heartbeats are missing, or were sent before the answering instance began to listen"));
		}
		Heartbeat heartbeat = sighting.heartbeat();
		List<ClusterDescriptors.StopReason> reasons = new ArrayList<>();
		if (heartbeat.slotsUsed() > 0) {
			reasons.add(new ClusterDescriptors.StopReason("running",
					"%d task runs run on it".formatted(heartbeat.slotsUsed())));
		}
		heartbeat.roles()
			.stream()
			.sorted()
			.filter((role) -> isOnly(sighting, role))
			.forEach((role) -> reasons
				.add(new ClusterDescriptors.StopReason("only-of-role", "No other instance has the role " + role)));
		if (heartbeat.roles().contains(Role.WORKER.id()) && !isOnly(sighting, Role.WORKER.id())) {
			heartbeat.servedGroups().stream().sorted().forEach((group) -> group(sighting, group, reasons));
		}
		if (WITH_STORES.stream().anyMatch((role) -> heartbeat.roles().contains(role.id()))) {
			stores(sighting, reasons);
		}
		return reasons;
	}

	/**
	 * The verdict of some reasons; null when it cannot be said.
	 */
	static @Nullable Boolean verdict(List<ClusterDescriptors.StopReason> reasons) {
		if (reasons.stream().anyMatch((each) -> !each.kind().equals(UNKNOWN))) {
			return false;
		}
		return reasons.isEmpty() ? true : null;
	}

	/**
	 * Where it takes no jobs itself, as all do in maintenance, others that take none
	 * either change nothing.
	 */
	private void group(Sighting sighting, String group, List<ClusterDescriptors.StopReason> reasons) {
		List<Sighting> workers = others(sighting, Role.WORKER.id())
			.filter((each) -> each.heartbeat().servedGroups().contains(group))
			.toList();
		if (workers.isEmpty()) {
			reasons.add(onlyOfGroup("No other instance has a worker of the group %s".formatted(group)));
		}
		else if (takesJobs(sighting) && workers.stream().noneMatch(StopAdvice::takesJobs)) {
			reasons.add(onlyOfGroup("No other worker of the group %s takes jobs at present".formatted(group)));
		}
	}

	private static ClusterDescriptors.StopReason onlyOfGroup(String detail) {
		return new ClusterDescriptors.StopReason("only-of-group", detail);
	}

	private static boolean takesJobs(Sighting sighting) {
		return RUNNING.equals(sighting.heartbeat().workerState());
	}

	private boolean isOnly(Sighting sighting, String role) {
		return others(sighting, role).findAny().isEmpty();
	}

	private Stream<Sighting> others(Sighting sighting, String role) {
		return this.live.stream()
			.filter((each) -> !each.heartbeat().instance().equals(sighting.heartbeat().instance()))
			.filter((each) -> each.heartbeat().standing() == Standing.HOLDING
					&& each.heartbeat().roles().contains(role));
	}

	private void stores(Sighting sighting, List<ClusterDescriptors.StopReason> reasons) {
		List<StoreCopies.Copies> stores = copies(sighting);
		if (stores == null) {
			reasons.add(unknown("It could not be asked for its stores"));
			return;
		}
		for (StoreCopies.Copies each : stores) {
			Integer restoring = each.restoring();
			if (restoring == null) {
				reasons.add(unknown("Which stores of %s it gets is not known yet".formatted(each.applicationId())));
			}
			else if (restoring > 0) {
				reasons.add(new ClusterDescriptors.StopReason("restoring",
						"It reads back %d partitions of stores of %s".formatted(restoring, each.applicationId())));
			}
			else if (each.standbyReplicas() > 0) {
				onlyCopies(sighting, each).ifPresent(reasons::add);
			}
		}
	}

	/**
	 * Where no standbys are configured, each copy is the only one, by intention: whoever
	 * takes over reads it back.
	 */
	private Optional<ClusterDescriptors.StopReason> onlyCopies(Sighting sighting, StoreCopies.Copies own) {
		Set<String> tasks = own.tasks();
		if (tasks == null) {
			return Optional
				.of(unknown("Of which tasks of %s it has copies is not known yet".formatted(own.applicationId())));
		}
		List<String> only = new ArrayList<>(tasks);
		boolean all = true;
		for (Sighting other : others(sighting, role(own.applicationId())).toList()) {
			Set<String> theirs = tasks(other, own.applicationId());
			all &= theirs != null;
			only.removeAll((theirs != null) ? theirs : Set.of());
		}
		if (only.isEmpty()) {
			return Optional.empty();
		}
		String names = String.join(", ", only.subList(0, Math.min(MAX_NAMED, only.size())))
				+ ((only.size() > MAX_NAMED) ? ", …" : "");
		return Optional.of(all
				? new ClusterDescriptors.StopReason("only-copy",
						"No other instance has a copy of the stores of the tasks %s of %s".formatted(names,
								own.applicationId()))
				: unknown("Whether others have copies of the stores of the tasks %s of %s is not known".formatted(names,
						own.applicationId())));
	}

	private static String role(String applicationId) {
		return WITH_STORES.stream().map(Role::id).filter(applicationId::endsWith).findFirst().orElse(applicationId);
	}

	private @Nullable Set<String> tasks(Sighting sighting, String applicationId) {
		List<StoreCopies.Copies> stores = copies(sighting);
		return (stores == null) ? null
				: stores.stream()
					.filter((each) -> each.applicationId().equals(applicationId))
					.findFirst()
					.map(StoreCopies.Copies::tasks)
					.orElse(null);
	}

	private @Nullable List<StoreCopies.Copies> copies(Sighting sighting) {
		return (this.round.answers().get(sighting.heartbeat().instance()) instanceof PeerResponse.Summary summary)
				? summary.stores() : null;
	}

	private static ClusterDescriptors.StopReason unknown(String detail) {
		return new ClusterDescriptors.StopReason("unknown", detail);
	}

}
