package io.windhover.scheduler.topology;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView.Evaluation;
import io.windhover.scheduler.SchedulerView.EvaluationFailures;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of its triggers beside their state, until it ends or the
 * trigger is removed.
 */
class TriggerHistory {

	private final Map<String, Map<MissedReason, Long>> missed = new ConcurrentHashMap<>();

	private final Map<String, Evaluation> evaluations = new ConcurrentHashMap<>();

	private final Map<String, EvaluationFailures> failures = new ConcurrentHashMap<>();

	void missed(String triggerKey, MissedReason reason, int count) {
		this.missed.compute(triggerKey, (key, before) -> {
			Map<MissedReason, Long> counts = (before != null) ? new EnumMap<>(before) : zeros();
			counts.merge(reason, (long) count, Long::sum);
			return counts;
		});
	}

	/** An outcome that comes twice counts once. */
	void evaluated(Evaluated outcome) {
		evaluated(outcome.triggerKey(), new Evaluation(outcome.date(), outcome.at(), outcome.fire(), outcome.error()));
	}

	private void evaluated(String triggerKey, Evaluation evaluation) {
		if (!evaluation.equals(this.evaluations.put(triggerKey, evaluation))) {
			this.failures.compute(triggerKey,
					(key, before) -> ((before != null) ? before : EvaluationFailures.NONE).after(evaluation));
		}
	}

	/** A trigger that failed before has not failed this time. */
	void launched(String triggerKey, Instant date, Instant now) {
		if (failures(triggerKey).consecutive() > 0) {
			evaluated(triggerKey, new Evaluation(date, now, true, null));
		}
	}

	/**
	 * How many dates were missed, with a count for each reason.
	 */
	Map<MissedReason, Long> missed(String triggerKey) {
		return this.missed.getOrDefault(triggerKey, zeros());
	}

	EvaluationFailures failures(String triggerKey) {
		return this.failures.getOrDefault(triggerKey, EvaluationFailures.NONE);
	}

	@Nullable Evaluation lastEvaluation(String triggerKey) {
		return this.evaluations.get(triggerKey);
	}

	void forget(String triggerKey) {
		this.missed.remove(triggerKey);
		this.evaluations.remove(triggerKey);
		this.failures.remove(triggerKey);
	}

	private static Map<MissedReason, Long> zeros() {
		Map<MissedReason, Long> counts = new EnumMap<>(MissedReason.class);
		for (MissedReason reason : MissedReason.values()) {
			counts.put(reason, 0L);
		}
		return counts;
	}

}
