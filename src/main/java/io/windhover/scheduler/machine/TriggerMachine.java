package io.windhover.scheduler.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.scheduler.MissedReason;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from an event of one trigger: a pure function of the trigger, the
 * event and the time.
 */
public final class TriggerMachine {

	private static final Set<State> FAILURES = EnumSet.of(State.FAILED, State.KILLED);

	private final Duration missedAfter;

	private final Instant now;

	private final List<TriggerEffect> effects = new ArrayList<>();

	private TriggerEntry entry;

	private TriggerMachine(TriggerEntry entry, Duration missedAfter, Instant now) {
		this.entry = entry;
		this.missedAfter = missedAfter;
		this.now = now;
	}

	/**
	 * Decides.
	 * @param missedAfter how late a date may be and still fire, whatever recoverMissed
	 * says
	 */
	public static TriggerTransition decide(TriggerEntry entry, TriggerEvent event, Duration missedAfter, Instant now) {
		TriggerMachine machine = new TriggerMachine(entry, missedAfter, now);
		machine.apply(event);
		return new TriggerTransition(machine.entry.equals(entry) ? null : machine.entry, List.copyOf(machine.effects));
	}

	private void apply(TriggerEvent event) {
		if (event instanceof TriggerEvent.Due) {
			passed(this.now);
		}
		else if (event instanceof TriggerEvent.Revised revised) {
			revised(revised.flow(), revised.trigger(), revised.held());
		}
		else if (event instanceof TriggerEvent.Commanded commanded) {
			commanded(commanded.command(), commanded.disabled());
		}
		else if (event instanceof TriggerEvent.Ended ended) {
			ended(ended.end());
			proceed(ended.disabled());
		}
		else if (event instanceof TriggerEvent.Enabled) {
			proceed(false);
		}
		else if (event instanceof TriggerEvent.Heard heard && !heard.disabled()
				&& this.entry.trigger() instanceof FlowTrigger trigger) {
			take(FlowTriggerMachine.heard(this.entry, trigger, heard.end(), this.now));
		}
		else if (event instanceof TriggerEvent.Rendered rendered) {
			take(FlowTriggerMachine.rendered(this.entry, rendered.fire(), rendered.inputs(), rendered.problem(),
					this.now));
		}
	}

	private void take(TriggerTransition transition) {
		this.entry = (transition.changed() != null) ? transition.changed() : this.entry;
		this.effects.addAll(transition.effects());
	}

	/** Decides the dates until an instant. */
	private void passed(Instant until) {
		Instant planned = this.entry.state().next();
		if (planned == null || planned.isAfter(until)) {
			return;
		}
		if (this.entry.trigger() instanceof ScheduleTrigger schedule) {
			schedule(schedule, planned, until);
		}
		else if (this.entry.trigger() instanceof FlowTrigger trigger) {
			this.entry = FlowTriggerMachine.expired(this.entry, trigger, until);
		}
		else {
			poll((PollingTrigger) this.entry.trigger(), planned, until);
		}
	}

	private void schedule(ScheduleTrigger schedule, Instant planned, Instant until) {
		boolean paused = this.entry.state().paused();
		DueDates decision = paused ? DueDates.skip(schedule, planned, until)
				: DueDates.of(schedule, planned, until, this.missedAfter);
		this.entry = this.entry.planned(decision.next(), until);
		if (!decision.fires().isEmpty()
				&& isTaken(schedule.inputs(), decision.fires().get(0), decision.fires().size())) {
			for (Instant date : decision.fires()) {
				fire(this.entry.executionId(date), date, schedule.inputs(), Map.of());
			}
		}
		missed(paused ? MissedReason.PAUSED : MissedReason.of(schedule.recoverMissed()), decision.missed());
	}

	private void poll(PollingTrigger polling, Instant planned, Instant until) {
		this.entry = this.entry.planned(Dates.next(polling, planned, until), until);
		if (this.entry.state().paused()) {
			missed(MissedReason.PAUSED, 1);
		}
		else {
			evaluate(polling, planned, null);
		}
	}

	/**
	 * A schedule whose dates change first gets those of its old dates that have passed,
	 * unless nothing may fire.
	 */
	private void revised(Flow flow, Trigger trigger, boolean held) {
		if (this.entry.trigger() instanceof ScheduleTrigger schedule && !Dates.same(schedule, trigger)) {
			if (!held) {
				passed(this.now);
			}
			if (this.entry.isDue(this.now)) {
				warn("Trigger %s has new dates; its missed ones from %s on are given up".formatted(key(),
						this.entry.state().next()));
				missed(MissedReason.DATES_CHANGED, 1);
			}
		}
		this.entry = this.entry.revised(flow, trigger, this.now);
		Backfill backfill = this.entry.backfill();
		if (backfill != null && backfill.state().isActive() && !(trigger instanceof ScheduleTrigger)) {
			warn("Trigger %s is no schedule any more; its backfill ends".formatted(key()));
			this.entry = this.entry.backfilled(backfill.cancelled(this.now), this.now);
		}
	}

	private void commanded(TriggerCommand command, boolean disabled) {
		if (command instanceof Evaluated outcome) {
			evaluated(outcome, disabled);
		}
		else if (command instanceof TriggerCommand.Fire request) {
			requested(request, disabled);
		}
		else if (command instanceof TriggerCommand.Pause pause && !this.entry.state().paused()) {
			this.entry = this.entry.paused(pause.note(), this.now);
		}
		else if (command instanceof TriggerCommand.Resume && this.entry.state().paused()) {
			resumed(earlier(command.at(), this.now));
			proceed(disabled);
		}
		else if (command instanceof TriggerCommand.Backfill request) {
			backfill(request, disabled);
		}
		else if (command instanceof TriggerCommand.CancelBackfill request) {
			cancel(request);
		}
	}

	private void evaluated(Evaluated outcome, boolean disabled) {
		this.effects.add(new TriggerEffect.Note(outcome));
		if (outcome.read() != null) {
			if (!disabled && (!this.entry.state().paused() || outcome.requestId() != null)) {
				take(TopicTriggerMachine.read(this.entry, outcome, outcome.read(), this.now));
			}
			return;
		}
		if (disabled || !outcome.fire() || !this.entry.awaits(outcome.date())) {
			return;
		}
		if (this.entry.state().paused() && outcome.requestId() == null) {
			// the evaluation began before the pause
			missed(MissedReason.PAUSED, 1);
			return;
		}
		Map<String, Object> inputs = ((PollingTrigger) this.entry.trigger()).inputs();
		if (isTaken(inputs, outcome.date(), 1)) {
			fire(this.entry.executionId(outcome.date()), outcome.date(), inputs, outcome.variables());
		}
	}

	/** Fires beside the planned dates, which stay as they are. */
	private void requested(TriggerCommand.Fire request, boolean disabled) {
		if (this.entry.requests().contains(request.requestId())) {
			return;
		}
		if (disabled) {
			warn("Trigger %s does not fire as requested, because its flow is disabled".formatted(key()));
			return;
		}
		this.entry = this.entry.answered(request.requestId());
		if (this.entry.trigger() instanceof ScheduleTrigger schedule
				&& isTaken(schedule.inputs(), earlier(request.at(), this.now), 1)) {
			fire(this.entry.executionId(request.requestId()), earlier(request.at(), this.now), schedule.inputs(),
					Map.of());
		}
		else if (this.entry.trigger() instanceof PollingTrigger polling) {
			evaluate(polling, this.now, request.requestId());
		}
	}

	/**
	 * What passed in the pause was to be left out; what passed since is looked at as
	 * usual.
	 */
	private void resumed(Instant end) {
		passed(end);
		if (this.entry.isDue(end)) {
			warn("Trigger %s missed so many dates while it was paused that those from %s on are not counted"
				.formatted(key(), this.entry.state().next()));
			this.entry = this.entry.planned(Dates.first(this.entry.trigger(), end), this.now);
		}
		this.entry = this.entry.resumed(this.now);
	}

	private void backfill(TriggerCommand.Backfill request, boolean disabled) {
		Backfill known = this.entry.backfill();
		if (known != null && known.state().id().equals(request.backfillId())) {
			return;
		}
		if (disabled || (known != null && known.state().isActive())
				|| !(this.entry.trigger() instanceof ScheduleTrigger) || this.now.isAfter(request.until())) {
			warn(("The backfill of trigger %s that was requested at %s does not begin: it needs a schedule of a flow that "
					+ "is enabled, no other that goes on, and a scheduler in time")
				.formatted(key(), request.at()));
			return;
		}
		this.entry = this.entry.backfilled(Backfill.first(request, this.now), this.now);
		proceed(false);
	}

	private void cancel(TriggerCommand.CancelBackfill request) {
		Backfill known = this.entry.backfill();
		if (known != null && known.state().isActive() && known.state().id().equals(request.backfillId())
				&& !this.now.isAfter(request.until())) {
			this.entry = this.entry.backfilled(known.cancelled(this.now), this.now);
		}
	}

	private void ended(FlowCommand.BackfillEnded end) {
		Backfill known = this.entry.backfill();
		if (known != null && known.state().id().equals(end.backfillId())) {
			Backfill after = known.ended(end.executionId(), FAILURES.contains(end.end()), this.now);
			this.entry = after.equals(known) ? this.entry : this.entry.backfilled(after, this.now);
		}
	}

	/**
	 * Starts executions of the backfill up to its concurrency, which bounds the work, or
	 * ends it where none can begin. The planned dates and the last one stay as they are.
	 */
	private void proceed(boolean disabled) {
		Backfill backfill = this.entry.backfill();
		if (backfill == null || !backfill.hasRoom() || disabled || this.entry.state().paused()
				|| !(this.entry.trigger() instanceof ScheduleTrigger schedule)) {
			return;
		}
		Map<String, Object> inputs = new LinkedHashMap<>(schedule.inputs());
		inputs.putAll(backfill.inputs());
		if (!isTaken(inputs, Objects.requireNonNull(backfill.state().next()), 1)) {
			this.entry = this.entry.backfilled(backfill.cancelled(this.now), this.now);
			return;
		}
		while (backfill.hasRoom()) {
			String id = backfill.state().id();
			Instant date = Objects.requireNonNull(backfill.state().next());
			String executionId = this.entry.executionId(id, date);
			this.effects.add(new TriggerEffect.Fire(executionId, date, inputs, Map.of(), id));
			backfill = backfill.started(executionId);
		}
		this.entry = this.entry.backfilled(backfill, this.now);
	}

	/** Whether executions may begin with these inputs; reported where they may not. */
	private boolean isTaken(Map<String, Object> inputs, Instant date, int fires) {
		List<TriggerEffect> refusal = RefusedFire.tooLarge(this.entry, inputs, date, fires, this.now);
		if (refusal != null) {
			this.effects.addAll(refusal);
		}
		return refusal == null;
	}

	private void fire(String executionId, Instant date, Map<String, Object> inputs, Map<String, Object> variables) {
		this.effects.add(new TriggerEffect.Fire(executionId, date, inputs, variables, null));
		this.entry = this.entry.fired(date, executionId, this.now);
	}

	private void missed(MissedReason reason, int count) {
		if (count > 0) {
			this.effects.add(new TriggerEffect.Miss(reason, count));
		}
	}

	private void evaluate(PollingTrigger trigger, Instant date, @Nullable String requestId) {
		this.effects.add(new TriggerEffect.Evaluate(trigger, date, requestId, this.entry.positions()));
	}

	private void warn(String text) {
		this.effects.add(new TriggerEffect.Warn(text));
	}

	private String key() {
		return this.entry.state().key();
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
