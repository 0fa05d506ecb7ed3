package io.windhover.executor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.tree.Event;
import io.windhover.executor.state.InFlightIndex;
import io.windhover.executor.state.WorkerLiveness;

/**
 * Takes what is due by the clock: timers, leases of workers that are gone, jobs that
 * nobody took. A turn is one transaction, so it ends at a number of effects, and the next
 * goes on where it ended.
 */
final class DueWork {

	/** Effects after which a turn takes nothing more. */
	static final int TURN = 1000;

	/**
	 * Timers and leases taken at a time: one alone may have as many effects as the
	 * machine's budget.
	 */
	private static final int SLICE = 16;

	private static final int UNCLAIMED = 500;

	private final TimerQueue timers;

	private final LeaseIndex leases;

	private final WorkerLiveness workers;

	private final Duration unclaimedAfter;

	private final Machine machine;

	private boolean leasesLeft;

	DueWork(TimerQueue timers, LeaseIndex leases, WorkerLiveness workers, Duration unclaimedAfter, Machine machine) {
		this.timers = timers;
		this.leases = leases;
		this.workers = workers;
		this.unclaimedAfter = unclaimedAfter;
		this.machine = machine;
	}

	/**
	 * Takes timers that are due, and the lost leases that the turn before had no room
	 * for.
	 */
	void takeTimers(Instant now) {
		int room = TURN;
		List<TimerQueue.Due> due;
		do {
			due = this.timers.take(now, SLICE);
			for (TimerQueue.Due timer : due) {
				room -= this.machine.apply(timer.executionId(), new Event.Due(timer.timer()));
			}
		}
		while (room > 0 && due.size() == SLICE);
		if (this.leasesLeft) {
			takeLostLeases(room);
		}
	}

	/** Looks once at each worker that holds leases. */
	void takeLostLeases() {
		takeLostLeases(TURN);
	}

	private void takeLostLeases(int most) {
		int room = most;
		this.leasesLeft = false;
		for (InstanceRef worker : this.leases.holders()) {
			if (this.workers.isGone(worker)) {
				room = take(worker, room);
				this.leasesLeft |= room <= 0;
			}
		}
	}

	private int take(InstanceRef worker, int most) {
		int room = most;
		while (room > 0) {
			List<LeaseIndex.Lease> taken = this.leases.take(worker, SLICE);
			if (taken.isEmpty()) {
				return room;
			}
			for (LeaseIndex.Lease lease : taken) {
				room -= this.machine.apply(lease.executionId(),
						new Event.WorkerLost(lease.path(), lease.attempt(), worker));
			}
		}
		return room;
	}

	/** The topic may soon forget a job that nobody took. */
	void dispatchUnclaimed(InFlightIndex inFlight, Instant now) {
		inFlight.queuedBefore(now.minus(this.unclaimedAfter), UNCLAIMED)
			.forEach((taskRun) -> this.machine.apply(taskRun.executionId(),
					new Event.Unclaimed(taskRun.path(), taskRun.attempt(), taskRun.queuedAt())));
	}

	/**
	 * Applies an event to an execution.
	 */
	@FunctionalInterface
	interface Machine {

		/**
		 * Returns how many effects it had, and one for itself.
		 */
		int apply(String executionId, Event event);

	}

}
