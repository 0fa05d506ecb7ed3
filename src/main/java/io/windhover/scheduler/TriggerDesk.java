package io.windhover.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.FlowCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.scheduler.Starter.Occasion;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes flows and the passing of time for the triggers of one task, lets what they mean
 * be decided, keeps the result and passes on what follows.
 */
class TriggerDesk {

	private static final Logger logger = LoggerFactory.getLogger(TriggerDesk.class);

	/** A tick starts no more executions than this and goes on at the next one. */
	private static final int MAX_FIRES = 2000;

	/** A tick skips no more missed dates than this and goes on at the next one. */
	private static final int MAX_MISSED = 20_000;

	private final KeyValueStore<String, Flow> flows;

	private final TriggerStore triggers;

	private final Effects effects;

	private final Evaluations evaluations;

	private final Starter starter;

	private final Duration missedAfter;

	TriggerDesk(KeyValueStore<String, Flow> flows, TriggerStore triggers, Effects effects, Evaluations evaluations,
			Starter starter, Duration missedAfter) {
		this.flows = flows;
		this.triggers = triggers;
		this.effects = effects;
		this.evaluations = evaluations;
		this.starter = starter;
		this.missedAfter = missedAfter;
	}

	/**
	 * Gives the flow its next revision: nobody else does, so that no two callers get the
	 * same.
	 */
	void store(FlowCommand.Store command, Instant now) {
		String key = command.key().toString();
		Flow known = this.flows.get(key);
		String digest = FlowDigest.of(command.flow());
		if (known != null && digest.equals(known.source())) {
			Flow same = command.flow().stored(known.revision(), known.updatedAt()).changedBy(command.change());
			this.effects.stored(key, same);
			return;
		}
		int revision = (known != null) ? known.revision() + 1 : 1;
		Flow stored = command.flow().stored(revision, now).changedBy(command.change());
		this.effects.stored(stored.ref().toString(), stored);
		this.effects.stored(key, stored);
		revise(stored, now);
		this.flows.put(key, stored.withSource(digest));
	}

	/**
	 * Its revisions stay, for the executions that run them, and so does its number: no
	 * revision is given out twice.
	 */
	void delete(FlowKey flow) {
		this.triggers.of(flow).forEach(this::remove);
		Flow known = this.flows.get(flow.toString());
		if (known != null) {
			this.flows.put(flow.toString(), known.deleted());
		}
		this.effects.stored(flow.toString(), null);
	}

	private void revise(Flow flow, Instant now) {
		Map<String, TriggerEntry> gone = new HashMap<>();
		this.triggers.of(flow.key()).forEach((entry) -> gone.put(entry.state().triggerId(), entry));
		for (Trigger trigger : flow.triggers()) {
			TriggerEntry old = gone.remove(trigger.id());
			TriggerEntry revised = (old != null) ? settled(old, trigger, now).revised(flow, trigger, now)
					: TriggerEntry.first(flow, trigger, now);
			if (!revised.equals(old)) {
				save(revised);
			}
		}
		gone.values().forEach(this::remove);
	}

	void tick(Instant now) {
		int fires = 0;
		int missed = 0;
		for (String key : this.triggers.due(now)) {
			TriggerEntry entry = this.triggers.find(key);
			Decision decision = (entry != null) ? decide(entry, now) : Decision.NOTHING;
			fires += decision.fires().size();
			missed += decision.missed();
			if (fires >= MAX_FIRES || missed >= MAX_MISSED) {
				return;
			}
		}
	}

	/**
	 * A schedule whose dates change first gets those of its old dates that have passed.
	 */
	private TriggerEntry settled(TriggerEntry entry, Trigger trigger, Instant now) {
		if (!(entry.trigger() instanceof ScheduleTrigger schedule) || !entry.isDue(now)
				|| Dates.same(schedule, trigger)) {
			return entry;
		}
		decide(entry, now);
		TriggerEntry settled = this.triggers.find(entry.state().key());
		if (settled != null && settled.isDue(now)) {
			logger.warn("Trigger {} has new dates; its missed ones from {} on are given up", entry.state().key(),
					settled.state().next());
			this.starter.missed(entry.state(), MissedReason.DATES_CHANGED, 1);
		}
		return (settled != null) ? settled : entry;
	}

	/**
	 * Decides the dates of a trigger until now, and does what follows.
	 */
	Decision decide(TriggerEntry entry, Instant now) {
		Instant planned = entry.state().next();
		if (planned == null || planned.isAfter(now)) {
			return Decision.NOTHING;
		}
		if (entry.trigger() instanceof ScheduleTrigger schedule) {
			return schedule(entry, schedule, planned, now);
		}
		return poll(entry, (PollingTrigger) entry.trigger(), planned, now);
	}

	private Decision schedule(TriggerEntry entry, ScheduleTrigger schedule, Instant planned, Instant now) {
		boolean paused = entry.state().paused();
		Decision decision = paused ? Decision.skip(schedule, planned, now)
				: Decision.of(schedule, planned, now, this.missedAfter);
		TriggerEntry changed = entry.planned(decision.next(), now);
		for (Instant date : decision.fires()) {
			Occasion occasion = new Occasion(entry.executionId(date), date, schedule.inputs(), Map.of());
			changed = this.starter.fire(changed, occasion, now);
		}
		save(changed);
		this.starter.missed(entry.state(), paused ? MissedReason.PAUSED : MissedReason.of(schedule.recoverMissed()),
				decision.missed());
		return decision;
	}

	private Decision poll(TriggerEntry entry, PollingTrigger polling, Instant planned, Instant now) {
		Instant next = Dates.next(polling, planned, now);
		save(entry.planned(next, now));
		if (entry.state().paused()) {
			this.starter.missed(entry.state(), MissedReason.PAUSED, 1);
		}
		else {
			evaluate(entry, polling, planned, null);
		}
		return new Decision(List.of(), 0, next);
	}

	/**
	 * Has a polling trigger evaluated, or counts it as missed.
	 * @param requestId what asks for it; null when its date does
	 */
	void evaluate(TriggerEntry entry, PollingTrigger polling, Instant date, @Nullable String requestId) {
		MissedReason leftOut = this.evaluations.submit(entry.state(), polling, date, requestId);
		if (leftOut != null) {
			this.starter.missed(entry.state(), leftOut, 1);
		}
	}

	void save(TriggerEntry entry) {
		this.triggers.save(entry);
		this.effects.saved(entry);
	}

	private void remove(TriggerEntry entry) {
		this.triggers.remove(entry);
		this.effects.removed(entry.state());
	}

}
