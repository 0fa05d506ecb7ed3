package io.windhover.scheduler.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.InputsSize;
import io.windhover.scheduler.MissedReason;
import org.jspecify.annotations.Nullable;

/**
 * What follows where no execution can begin with what its trigger gives: it is counted
 * and reported, and the trigger goes on. A record of it that no topic takes would stop
 * the scheduler, again and again.
 */
final class RefusedFire {

	private RefusedFire() {
	}

	/**
	 * The effects of inputs that are too large.
	 * @param inputs that the trigger gives as they stand
	 * @param date of the first of the executions that would begin with them
	 * @param fires how many these are
	 * @return null when they are not too large
	 */
	static @Nullable List<TriggerEffect> tooLarge(TriggerEntry entry, Map<String, Object> inputs, Instant date,
			int fires, Instant now) {
		String refusal = InputsSize.refusal(inputs, Map.of());
		if (refusal == null) {
			return null;
		}
		List<TriggerEffect> effects = new ArrayList<>(
				effects("Trigger %s does not fire: %s; shorten the inputs that it gives, or the defaults of the others"
					.formatted(entry.state().key(), refusal), fires));
		effects.add(TriggerEffect.Note.ofInputs(entry.state(), date, refusal, now));
		return effects;
	}

	/** The effects of inputs that could not be made. */
	static List<TriggerEffect> notMade(TriggerEntry entry, @Nullable String problem) {
		return effects("Trigger %s does not fire, because its inputs cannot be made: %s".formatted(entry.state().key(),
				problem), 1);
	}

	private static List<TriggerEffect> effects(String warning, int fires) {
		return List.of(new TriggerEffect.Warn(warning), new TriggerEffect.Miss(MissedReason.INPUTS_FAILED, fires));
	}

}
