package io.windhover.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TriggerCommand.Evaluated;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what comes in for the triggers of one task, lets it be decided, keeps the result
 * and passes on what follows.
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

	private final SchedulerListeners listeners;

	private final Duration missedAfter;

	TriggerDesk(KeyValueStore<String, Flow> flows, TriggerStore triggers, Effects effects, Evaluations evaluations,
			SchedulerListeners listeners, Duration missedAfter) {
		this.flows = flows;
		this.triggers = triggers;
		this.effects = effects;
		this.evaluations = evaluations;
		this.listeners = listeners;
		this.missedAfter = missedAfter;
	}

	void flowStored(Flow flow, Instant now) {
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
		this.flows.put(flow.key().toString(), flow.withoutSource());
	}

	void flowDeleted(FlowKey flow) {
		this.triggers.of(flow).forEach(this::remove);
		this.flows.delete(flow.toString());
	}

	void evaluated(Evaluated outcome, Instant now) {
		TriggerEntry entry = this.triggers
			.find(outcome.namespace() + "/" + outcome.flowId() + "/" + outcome.triggerId());
		if (outcome.fire() && entry != null && entry.awaits(outcome.date())) {
			save(fire(entry, outcome.date(), ((PollingTrigger) entry.trigger()).inputs(), outcome.variables(), now));
		}
	}

	void tick(Instant now) {
		int fires = 0;
		int missed = 0;
		for (String key : this.triggers.due(now)) {
			TriggerEntry entry = this.triggers.find(key);
			if (entry != null && entry.trigger() instanceof ScheduleTrigger schedule) {
				Decision decision = schedule(entry, schedule, now);
				fires += decision.fires().size();
				missed += decision.missed();
			}
			else if (entry != null && entry.trigger() instanceof PollingTrigger polling) {
				poll(entry, polling, now);
			}
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
		schedule(entry, schedule, now);
		TriggerEntry settled = this.triggers.find(entry.state().key());
		if (settled != null && settled.isDue(now)) {
			logger.warn("Trigger {} has new dates; its missed ones from {} on are given up", entry.state().key(),
					settled.state().next());
			missed(entry.state(), 1, "dates-changed");
		}
		return (settled != null) ? settled : entry;
	}

	private Decision schedule(TriggerEntry entry, ScheduleTrigger schedule, Instant now) {
		Instant planned = entry.state().next();
		if (planned == null) {
			return new Decision(List.of(), 0, null);
		}
		Decision decision = Decision.of(schedule, planned, now, this.missedAfter);
		TriggerEntry changed = entry.planned(decision.next(), now);
		for (Instant date : decision.fires()) {
			changed = fire(changed, date, schedule.inputs(), Map.of(), now);
		}
		save(changed);
		missed(entry.state(), decision.missed(), Decision.reason(schedule));
		return decision;
	}

	private void poll(TriggerEntry entry, PollingTrigger polling, Instant now) {
		Instant planned = entry.state().next();
		if (planned != null) {
			save(entry.planned(Dates.next(polling, planned, now), now));
			String leftOut = this.evaluations.submit(entry.state(), polling, planned);
			missed(entry.state(), (leftOut != null) ? 1 : 0, String.valueOf(leftOut));
		}
	}

	private TriggerEntry fire(TriggerEntry entry, Instant date, Map<String, Object> inputs,
			Map<String, Object> variables, Instant now) {
		TriggerState state = entry.state();
		@Nullable Flow flow = this.flows.get(state.flow().toString());
		if (flow == null) {
			throw new IllegalStateException("Trigger %s is kept without its flow".formatted(state.key()));
		}
		this.effects.create(new ExecutionCommand.Create(entry.executionId(date), now, flow, inputs, flow.labels(),
				new TriggerFire(state.triggerId(), state.type(), date, variables)));
		Duration delay = Duration.between(date, now);
		this.listeners.tell((listener) -> listener.fired(state.flow(), state.type(), delay));
		return entry.fired(date, now);
	}

	private void missed(TriggerState state, int count, String reason) {
		for (int i = 0; i < count; i++) {
			this.listeners.tell((listener) -> listener.missed(state.flow(), state.type(), reason));
		}
	}

	private void save(TriggerEntry entry) {
		this.triggers.save(entry);
		this.effects.saved(entry.state());
	}

	private void remove(TriggerEntry entry) {
		this.triggers.remove(entry);
		this.effects.removed(entry.state());
	}

}
