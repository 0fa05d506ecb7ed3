package io.windhover.management.incident;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Incident;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.Instance;

/**
 * Who reports incidents: each instance its own, and the living one whose id comes first
 * those of the whole cluster.
 */
public class Reporters {

	private final InstanceRegistry registry;

	private final Instance instance;

	private final Duration lease;

	private final Clock clock;

	/**
	 * Decides by the heartbeats of the registry.
	 * @param lease the silence after which an instance is gone
	 */
	public Reporters(InstanceRegistry registry, Instance instance, Duration lease, Clock clock) {
		this.registry = registry;
		this.instance = instance;
		this.lease = lease;
		this.clock = clock;
	}

	/**
	 * This process as the reporter of an incident: its id and its incarnation.
	 */
	public InstanceRef self() {
		return new InstanceRef(this.instance.id(), this.instance.incarnation());
	}

	/**
	 * Whether an incident was reported by this process.
	 */
	boolean isOwn(Incident incident) {
		return incident.reporter().equals(self());
	}

	/**
	 * Whether an incident was reported by this instance, be it before it was restarted.
	 */
	public boolean isHere(Incident incident) {
		return incident.reporter().id().equals(this.instance.id());
	}

	/**
	 * Whether who reported an incident does so no more: an earlier start of this
	 * instance, or an instance that is gone.
	 */
	boolean isGone(Incident incident) {
		return !isOwn(incident) && (isHere(incident) || this.registry.isGone(incident.reporter(), this.lease));
	}

	/**
	 * Whether no living instance comes before this one; false while none is heard.
	 */
	public boolean isFirst() {
		InstanceRegistry.HeartbeatReception hearing = this.registry.heartbeatReception();
		Instant now = this.clock.instant();
		return hearing.current() && this.registry.all()
			.stream()
			.filter((each) -> each.live() && each.isRecent(hearing, now)
					&& each.heartbeat().standing() == Standing.HOLDING)
			.noneMatch((each) -> each.heartbeat().instance().id().compareTo(this.instance.id()) < 0);
	}

	/**
	 * The verdict on what is about one instance alone and was not found here.
	 * @param settling how long after its start this process may not know yet what an
	 * earlier one found
	 */
	public Verdict judge(Incident open, Duration settling) {
		if (!isHere(open)) {
			return Verdict.ELSEWHERE;
		}
		return isSettling(open, settling) ? Verdict.UNDECIDED : Verdict.OVER;
	}

	/**
	 * Whether an incident is older than this process, and this process is young.
	 */
	public boolean isSettling(Incident open, Duration settling) {
		Instant started = this.instance.startedAt();
		return open.openedAt().isBefore(started) && this.clock.instant().isBefore(started.plus(settling));
	}

}
