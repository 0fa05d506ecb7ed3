package io.windhover.scheduler.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.FlowEnd;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowTrigger;
import io.windhover.scheduler.MissedReason;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from the ends that a flow trigger hears of: a pure function like
 * {@link TriggerMachine}, which it is a part of.
 */
public final class FlowTriggerMachine {

	/** Flow triggers that may follow one another before it must be a loop. */
	public static final int MAX_DEPTH = 10;

	private FlowTriggerMachine() {
	}

	/** An execution has ended. */
	static TriggerTransition heard(TriggerEntry entry, FlowTrigger trigger, FlowEnd end, Instant now) {
		TriggerState state = entry.state();
		List<FlowCondition> met = trigger.met(state.flow(), end.flow(), end.state().name(), end.labels());
		if (met.isEmpty() || entry.requests().contains(end.executionId())) {
			return new TriggerTransition(null, List.of());
		}
		TriggerEntry known = entry.answered(end.executionId());
		if (state.paused()) {
			return new TriggerTransition(known, List.of(new TriggerEffect.Miss(MissedReason.PAUSED, 1)));
		}
		if (end.depth() > MAX_DEPTH) {
			return new TriggerTransition(known, List.of(
					new TriggerEffect.Warn(
							"Trigger %s does not fire at the end of execution %s: %d flow triggers led to it, a loop?"
								.formatted(state.key(), end.executionId(), MAX_DEPTH)),
					new TriggerEffect.Miss(MissedReason.TOO_DEEP, 1)));
		}
		HeardEnds heard = entry.heard().with(met, end);
		if (trigger.window() != null) {
			heard = heard.within(trigger.window());
		}
		if (!heard.isComplete(trigger)) {
			return new TriggerTransition(known.hearing(heard, heard.expires(trigger.window()), now), List.of());
		}
		return new TriggerTransition(known.hearing(HeardEnds.NONE, null, now),
				List.of(new TriggerEffect.Render(entry.executionId(end.executionId()), end.at(), trigger.inputs(),
						heard.variables(trigger, true), heard.variables(trigger, false))));
	}

	/**
	 * What was heard counts no more for an end of now, but may do so for one of before
	 * that is heard late.
	 */
	static TriggerEntry expired(TriggerEntry entry, FlowTrigger trigger, Instant now) {
		if (trigger.window() == null) {
			return entry.hearing(HeardEnds.NONE, null, now);
		}
		HeardEnds left = entry.heard().since(now.minus(trigger.window()));
		return entry.hearing(entry.heard(), left.expires(trigger.window()), now);
	}

	/** Its inputs were rendered, or could not be. */
	static TriggerTransition rendered(TriggerEntry entry, TriggerEffect.Render fire,
			@Nullable Map<String, Object> inputs, @Nullable String problem, Instant now) {
		if (inputs == null) {
			List<TriggerEffect> effects = new ArrayList<>(RefusedFire.notMade(entry, problem));
			effects.add(TriggerEffect.Note.ofInputs(entry.state(), fire.date(), String.valueOf(problem), now));
			return new TriggerTransition(null, effects);
		}
		return new TriggerTransition(entry.fired(fire.date(), fire.executionId(), now),
				List.of(new TriggerEffect.Fire(fire.executionId(), fire.date(), inputs, fire.variables(), null),
						TriggerEffect.Note.ofInputs(entry.state(), fire.date(), null, now)));
	}

}
