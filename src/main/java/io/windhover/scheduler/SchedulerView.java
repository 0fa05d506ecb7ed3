package io.windhover.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.Concurrency;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What this scheduler schedules; reading it takes no lock that the scheduler holds.
 */
public interface SchedulerView {

	/**
	 * The triggers of the partitions that this scheduler has, in the order of their keys.
	 */
	List<Scheduled> scheduled();

	/**
	 * Those of them whose evaluations failed, in no order.
	 * @param inARow how often at least, without one in between that did not fail
	 */
	List<Scheduled> failing(int inARow);

	/**
	 * All about one trigger; null when this scheduler does not have it.
	 */
	@Nullable Detail find(String namespace, String flowId, String triggerId);

	/**
	 * The flows with a concurrency of the partitions that this scheduler has, in the
	 * order of their keys.
	 */
	List<LimitedFlow> limited();

	/**
	 * The histories of the flows of the partitions that this scheduler has, in no order.
	 */
	List<FlowHistory> histories();

	/**
	 * The history of one of these flows; null when another scheduler has it, or nobody.
	 */
	@Nullable FlowHistory history(FlowKey flow);

	/**
	 * Of the triggers that are not paused the one with the earliest next date, which is
	 * therefore the latest if any is late; null when none has a date, and while nothing
	 * may fire.
	 */
	@Nullable TriggerState latest();

	/**
	 * Whether nothing may fire, because the cluster is in maintenance or that is not
	 * known yet.
	 */
	boolean isHolding();

	/**
	 * The triggers whose condition is evaluated right now, each on a thread.
	 */
	List<TriggerState> evaluating();

	/**
	 * When it last looked for what is due; null before the first time, and while others
	 * have all of the partitions.
	 */
	@Nullable Instant lastTick();

	/**
	 * When all of its tasks had looked for what is due and fired it: the last tick of the
	 * task that waits for longest, where the opening of a task counts as its first. While
	 * it has no task yet, as before; null before the first time, and while others have
	 * all of the partitions.
	 */
	@Nullable Instant lastSuccess();

	/**
	 * Whether it has its partitions, be it none, so that a schedule would fire.
	 */
	boolean isReady();

	/**
	 * Whether it lost partitions within the last five minutes and has not got them back,
	 * as when a transaction fails because no broker answers: triggers that it does not
	 * know may be its own again, or those of another scheduler.
	 */
	boolean hasLostPartitions();

	/**
	 * How many executions of a flow with a concurrency there are.
	 *
	 * @param concurrency of its current revision, or the last before it was deleted; null
	 * when that has none any more
	 * @param running those that hold a slot
	 * @param waiting those that are QUEUED
	 */
	record LimitedFlow(FlowKey flow, @Nullable Concurrency concurrency, int running, int waiting) {
	}

	/**
	 * A trigger.
	 *
	 * @param evaluating whether its condition is evaluated right now
	 * @param failures null where that is not known here, as of a webhook
	 * @param pause null when it is not paused
	 */
	record Scheduled(TriggerState state, boolean evaluating, @Nullable EvaluationFailures failures,
			@Nullable Pause pause) {

		/**
		 * One that is not paused.
		 */
		public Scheduled(TriggerState state, boolean evaluating, @Nullable EvaluationFailures failures) {
			this(state, evaluating, failures, null);
		}

	}

	/**
	 * That a trigger is paused.
	 *
	 * @param note who paused it and why; null where that is not known
	 */
	record Pause(Instant since, @Nullable PauseNote note) {
	}

	/**
	 * How many evaluations of a trigger failed since this process started.
	 *
	 * @param consecutive those since the last one that did not fail
	 * @param lastError why the last of them failed; null when none did
	 * @param lastAt when the last of them ended; null when none failed
	 */
	record EvaluationFailures(long total, long consecutive, @Nullable String lastError, @Nullable Instant lastAt) {

		/** Of a trigger that has not failed. */
		public static final EvaluationFailures NONE = new EvaluationFailures(0, 0, null, null);

		public EvaluationFailures after(Evaluation evaluation) {
			return (evaluation.error() != null) ? new EvaluationFailures(this.total + 1, this.consecutive + 1,
					evaluation.error(), evaluation.endedAt())
					: new EvaluationFailures(this.total, 0, this.lastError, this.lastAt);
		}

	}

	/**
	 * All about a trigger.
	 *
	 * @param nextDates the next ones, as they are planned now
	 * @param missed the dates that passed without an execution since this process
	 * started, by reason
	 * @param pausedSince null when it is not paused
	 * @param evaluatingSince null when it is not evaluated right now
	 * @param waiting whether an evaluation waits for a thread
	 * @param lastEvaluation null when this process evaluated it not once
	 */
	record Detail(Scheduled scheduled, List<Instant> nextDates, Map<MissedReason, Long> missed,
			@Nullable Instant pausedSince, @Nullable Instant evaluatingSince, boolean waiting,
			@Nullable Evaluation lastEvaluation) {
	}

	/**
	 * An evaluation of a polling trigger, or of the inputs of any other, that is over.
	 *
	 * @param date its planned date
	 * @param fired whether the condition held
	 * @param error why it could not be evaluated; null when it could
	 */
	record Evaluation(Instant date, Instant endedAt, boolean fired, @Nullable String error) {
	}

}
