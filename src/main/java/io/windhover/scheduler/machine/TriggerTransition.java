package io.windhover.scheduler.machine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What follows from an event.
 *
 * @param changed the trigger as it is afterwards; null when it is as before
 * @param effects in the order in which they are carried out
 */
public record TriggerTransition(@Nullable TriggerEntry changed, List<TriggerEffect> effects) {

	/**
	 * How many of its effects start an execution.
	 */
	public int fires() {
		return (int) this.effects.stream().filter(TriggerEffect.Fire.class::isInstance).count();
	}

	/**
	 * How many dates its effects report as missed.
	 */
	public int missed() {
		return this.effects.stream()
			.mapToInt((effect) -> (effect instanceof TriggerEffect.Miss miss) ? miss.count() : 0)
			.sum();
	}

}
