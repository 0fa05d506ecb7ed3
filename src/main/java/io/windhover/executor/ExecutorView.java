package io.windhover.executor;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.tree.StaleReason;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What this executor does now; reading it takes no lock that the executor holds, and
 * nothing from its stores.
 */
public interface ExecutorView {

	/**
	 * Whether it has its partitions, so that a command would be taken.
	 */
	boolean isReady();

	/**
	 * Whether it has been given any partition yet: before, it does not know what runs.
	 */
	boolean isOpen();

	/**
	 * The executions in flight by state; states that none is in are left out.
	 */
	List<Tally<RunningExecution>> executions();

	/**
	 * The task runs in flight by state; states that none is in are left out.
	 */
	List<Tally<InFlight>> taskRuns();

	/**
	 * How many executions of each flow are in flight.
	 */
	Map<FlowKey, Integer> executionsByFlow();

	/**
	 * The leases by the life of an instance that holds them, in the order of its id.
	 */
	List<Leases> leases();

	/**
	 * The state stores, all partitions of a store in one.
	 */
	List<StoreSize> stores();

	/**
	 * When it last looked for what is due; null before the first time.
	 */
	@Nullable Instant lastTick();

	/**
	 * When a command or result last came in; null before the first.
	 */
	@Nullable Instant lastEvent();

	/**
	 * Events since the start that changed nothing, for every reason.
	 */
	Map<StaleReason, Long> stale();

	/**
	 * Leases since the start that were taken from workers that were gone.
	 */
	long leasesExpired();

	/**
	 * The task runs that do not get on.
	 * @param limit most that are listed; all are counted
	 */
	Stuck stuck(int limit);

	/**
	 * What has been in its state since an instant.
	 */
	interface Entry {

		String id();

		Instant since();

	}

	/**
	 * How many are in a state, and which is so the longest.
	 */
	record Tally<E>(State state, int count, E oldest) {
	}

	/**
	 * An execution in flight.
	 *
	 * @param id null, as its flow is, where so many are in its state that this one is
	 * only counted
	 * @param createdAt the minute of it where it is only counted
	 */
	record RunningExecution(@Nullable String id, @Nullable FlowKey flow, State state, Instant createdAt) {
	}

	/**
	 * A task run in flight.
	 *
	 * @param since when it came into its state
	 * @param queuedAt when its current attempt was dispatched last
	 * @param worker who runs it; null while nobody does
	 */
	record InFlight(String id, String executionId, FlowKey flow, String taskId, String taskType, String path,
			int attempt, State state, Instant since, Instant queuedAt, @Nullable InstanceRef worker) implements Entry {
	}

	/**
	 * What one life of an instance holds.
	 *
	 * @param silentSince when its heartbeat was last heard, if that is too long ago; else
	 * null
	 * @param endsAt when its leases end unless it is heard again; null while it is heard
	 */
	record Leases(InstanceRef worker, int count, @Nullable Instant silentSince, @Nullable Instant endsAt) {
	}

	/**
	 * About how many entries a store has.
	 *
	 * @param approximateEntries null before it was first looked at
	 * @param sampledAt when the partition was looked at whose figure is the oldest
	 */
	record StoreSize(String name, @Nullable Long approximateEntries, @Nullable Instant sampledAt) {
	}

	/**
	 * Task runs that do not get on.
	 *
	 * @param counts of all, by every cause
	 * @param taskRuns as many as were asked for, the longest stuck first
	 */
	record Stuck(Map<Cause, Integer> counts, List<StuckTaskRun> taskRuns) {

		public int count() {
			return this.counts.values().stream().mapToInt(Integer::intValue).sum();
		}

	}

	/**
	 * A task run that does not get on.
	 *
	 * @param since when its worker fell silent, or when it was queued
	 * @param detail the cause for people
	 */
	record StuckTaskRun(InFlight taskRun, Instant since, Cause cause, String detail) {
	}

	/**
	 * Why a task run does not get on.
	 */
	enum Cause {

		/** The worker that runs it is not heard. */
		WORKER_GONE("worker-gone"),
		/** No worker takes it. */
		NOT_TAKEN("not-taken");

		private final String id;

		Cause(String id) {
			this.id = id;
		}

		/**
		 * As an answer or the tag of a meter has it.
		 */
		public String id() {
			return this.id;
		}

	}

}
