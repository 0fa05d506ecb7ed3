package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.Trigger;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.machine.TriggerEffect;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.scheduler.machine.TriggerEvent;
import io.windhover.scheduler.machine.TriggerMachine;
import io.windhover.scheduler.machine.TriggerTransition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the triggers of one task that an event is about, asks the machine, saves what
 * changed and carries out the rest.
 */
class TriggerScheduler {

	private static final Logger logger = LoggerFactory.getLogger(TriggerScheduler.class);

	/** Triggers looked up at a time. */
	private static final int SLICE = 100;

	/**
	 * A tick starts no more executions than this, nor looks at more triggers, and goes on
	 * at the next one.
	 */
	private static final int MAX_FIRES = 2000;

	/** A tick skips no more missed dates than this and goes on at the next one. */
	private static final int MAX_MISSED = 20_000;

	private final TriggerStore triggers;

	private final Effects effects;

	private final Evaluations evaluations;

	private final ExecutionLauncher launcher;

	private final FireInputs inputs;

	private final Duration missedAfter;

	private final BooleanSupplier holding;

	TriggerScheduler(TriggerStore triggers, Effects effects, Evaluations evaluations, ExecutionLauncher launcher,
			FireInputs inputs, Duration missedAfter, BooleanSupplier holding) {
		this.triggers = triggers;
		this.effects = effects;
		this.evaluations = evaluations;
		this.launcher = launcher;
		this.inputs = inputs;
		this.missedAfter = missedAfter;
		this.holding = holding;
	}

	/**
	 * Takes the triggers of a new revision.
	 */
	void revise(Flow flow, Instant now) {
		Map<String, TriggerEntry> gone = new HashMap<>();
		this.triggers.of(flow.key()).forEach((entry) -> gone.put(entry.state().triggerId(), entry));
		for (Trigger trigger : flow.triggers()) {
			TriggerEntry old = gone.remove(trigger.id());
			if (old != null) {
				apply(old, new TriggerEvent.Revised(flow, trigger, this.holding.getAsBoolean()), now);
			}
			else {
				save(TriggerEntry.first(flow, trigger, now));
			}
		}
		gone.values().forEach(this::remove);
	}

	void remove(FlowKey flow) {
		this.triggers.of(flow).forEach(this::remove);
	}

	/**
	 * Fires what is due. While nothing may fire all stays due: afterwards it is looked at
	 * as after a downtime.
	 */
	void tick(Instant now) {
		if (this.holding.getAsBoolean()) {
			return;
		}
		List<FlowCommand.Heard> ends = this.triggers.held().take(MAX_FIRES);
		ends.forEach((end) -> hear(end, now));
		int room = MAX_FIRES - ends.size();
		int missed = 0;
		List<String> due;
		do {
			due = this.triggers.due(now, SLICE);
			for (String key : due) {
				TriggerEntry entry = this.triggers.find(key);
				if (entry != null) {
					TriggerTransition transition = apply(entry, new TriggerEvent.Due(), now);
					room -= transition.fires();
					missed += transition.missed();
				}
				// one that fires nothing is work, too
				room--;
				if (room <= 0 || missed >= MAX_MISSED) {
					return;
				}
			}
		}
		while (due.size() == SLICE);
	}

	/**
	 * Goes on with what stood still while the flow was disabled.
	 */
	void enable(FlowKey flow, Instant now) {
		this.triggers.of(flow).forEach((entry) -> apply(entry, new TriggerEvent.Enabled(), now));
	}

	void ended(FlowCommand.BackfillEnded end, Instant now) {
		TriggerEntry entry = this.triggers.find(end.triggerKey());
		if (entry != null) {
			Flow flow = this.launcher.find(end.key());
			apply(entry, new TriggerEvent.Ended(end, flow != null && flow.isDisabled()), flow, now);
		}
	}

	/**
	 * Takes the end of an execution, or keeps it until something may fire again, and
	 * until those before it were taken.
	 */
	void heard(FlowCommand.Heard command, Instant now) {
		if (this.holding.getAsBoolean() || this.triggers.held().isPending()) {
			if (this.triggers.find(command.triggerKey()) != null) {
				this.triggers.held().add(command);
			}
			return;
		}
		hear(command, now);
	}

	private void hear(FlowCommand.Heard command, Instant now) {
		TriggerEntry entry = this.triggers.find(command.triggerKey());
		if (entry != null) {
			Flow flow = this.launcher.find(command.key());
			apply(entry, new TriggerEvent.Heard(command.end(), flow != null && flow.isDisabled()), flow, now);
		}
	}

	void command(TriggerCommand command, Instant now) {
		TriggerEntry entry = this.triggers.find(command.triggerKey());
		if (entry == null) {
			logger.debug("There is no trigger {} for a command to it: {}", command.triggerKey(),
					command.getClass().getSimpleName());
			return;
		}
		Flow flow = this.launcher.find(entry.state().flow());
		boolean held = command instanceof TriggerCommand.Evaluated outcome && outcome.requestId() == null
				&& this.holding.getAsBoolean();
		apply(entry, new TriggerEvent.Commanded(command, held || (flow != null && flow.isDisabled())), flow, now);
		if (held && command instanceof TriggerCommand.Evaluated outcome && outcome.fire() && outcome.read() == null) {
			// its evaluation began before the maintenance, and is made again after it
			this.launcher.missed(entry.state(), MissedReason.MAINTENANCE, 1);
		}
	}

	private TriggerTransition apply(TriggerEntry entry, TriggerEvent event, Instant now) {
		return apply(entry, event, null, now);
	}

	/**
	 * Applies an event.
	 * @param known the flow, where the event needed it already; else it is looked up when
	 * something starts
	 */
	private TriggerTransition apply(TriggerEntry entry, TriggerEvent event, @Nullable Flow known, Instant now) {
		TriggerTransition transition = TriggerMachine.decide(entry, event, this.missedAfter, now);
		if (transition.changed() != null) {
			save(transition.changed());
		}
		Flow flow = (known != null || transition.fires() == 0) ? known : this.launcher.find(entry.state().flow());
		transition.effects().forEach((effect) -> carryOut(entry.state(), effect, flow, now));
		return transition;
	}

	private void carryOut(TriggerState state, TriggerEffect effect, @Nullable Flow flow, Instant now) {
		if (effect instanceof TriggerEffect.Fire fire) {
			this.launcher.launch(state, fire, flow, now);
		}
		else if (effect instanceof TriggerEffect.Render render && flow != null) {
			TriggerEntry entry = this.triggers.find(state.key());
			if (entry != null) {
				apply(entry, this.inputs.render(flow, state, render), flow, now);
			}
		}
		else if (effect instanceof TriggerEffect.Miss miss) {
			this.launcher.missed(state, miss.reason(), miss.count());
		}
		else if (effect instanceof TriggerEffect.Evaluate evaluate) {
			MissedReason leftOut = this.evaluations.submit(state, evaluate);
			if (leftOut != null) {
				this.launcher.missed(state, leftOut, 1);
			}
		}
		else if (effect instanceof TriggerEffect.Note note) {
			this.effects.evaluated(note.outcome());
		}
		else if (effect instanceof TriggerEffect.Warn warning) {
			logger.warn("{}", warning.text());
		}
	}

	private void save(TriggerEntry entry) {
		this.triggers.save(entry);
		this.effects.saved(entry);
	}

	private void remove(TriggerEntry entry) {
		this.triggers.remove(entry);
		this.effects.removed(entry.state());
	}

}
