package io.windhover.scheduler;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.TriggerCommand.Evaluated;
import io.windhover.scheduler.SchedulerView.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of its triggers beside their state, until it ends or the
 * trigger is removed.
 */
class TriggerMemory {

	private final Map<String, Map<MissedReason, Long>> missed = new ConcurrentHashMap<>();

	private final Map<String, Evaluation> evaluations = new ConcurrentHashMap<>();

	void missed(String triggerKey, MissedReason reason, int count) {
		this.missed.compute(triggerKey, (key, before) -> {
			Map<MissedReason, Long> counts = (before != null) ? new EnumMap<>(before) : zeros();
			counts.merge(reason, (long) count, Long::sum);
			return counts;
		});
	}

	void evaluated(Evaluated outcome) {
		this.evaluations.put(outcome.triggerKey(),
				new Evaluation(outcome.date(), outcome.at(), outcome.fire(), outcome.error()));
	}

	/**
	 * How many dates were missed, with a count for each reason.
	 */
	Map<MissedReason, Long> missed(String triggerKey) {
		return this.missed.getOrDefault(triggerKey, zeros());
	}

	@Nullable Evaluation lastEvaluation(String triggerKey) {
		return this.evaluations.get(triggerKey);
	}

	void forget(String triggerKey) {
		this.missed.remove(triggerKey);
		this.evaluations.remove(triggerKey);
	}

	private static Map<MissedReason, Long> zeros() {
		Map<MissedReason, Long> counts = new EnumMap<>(MissedReason.class);
		for (MissedReason reason : MissedReason.values()) {
			counts.put(reason, 0L);
		}
		return counts;
	}

}
