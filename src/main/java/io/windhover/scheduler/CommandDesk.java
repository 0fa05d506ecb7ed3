package io.windhover.scheduler;

import java.time.Instant;
import java.util.Map;

import io.windhover.execution.TriggerCommand;
import io.windhover.execution.TriggerCommand.Evaluated;
import io.windhover.execution.TriggerCommand.Fire;
import io.windhover.execution.TriggerCommand.Pause;
import io.windhover.execution.TriggerCommand.Resume;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.scheduler.Starter.Occasion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the commands for the triggers of one task: what evaluations found, and what
 * people ask for.
 */
class CommandDesk {

	private static final Logger logger = LoggerFactory.getLogger(CommandDesk.class);

	private final TriggerDesk desk;

	private final TriggerStore triggers;

	private final Effects effects;

	private final Starter starter;

	CommandDesk(TriggerDesk desk, TriggerStore triggers, Effects effects, Starter starter) {
		this.desk = desk;
		this.triggers = triggers;
		this.effects = effects;
		this.starter = starter;
	}

	void command(TriggerCommand command, Instant now) {
		TriggerEntry entry = this.triggers.find(command.triggerKey());
		if (entry == null) {
			logger.debug("There is no trigger {} for a command to it: {}", command.triggerKey(),
					command.getClass().getSimpleName());
		}
		else if (command instanceof Evaluated outcome) {
			evaluated(entry, outcome, now);
		}
		else if (command instanceof Fire request) {
			fire(entry, request, now);
		}
		else if (command instanceof Pause && !entry.state().paused()) {
			this.desk.save(entry.paused(now));
		}
		else if (command instanceof Resume && entry.state().paused()) {
			resume(entry, earlier(command.at(), now), now);
		}
	}

	private void evaluated(TriggerEntry entry, Evaluated outcome, Instant now) {
		this.effects.evaluated(outcome);
		if (!outcome.fire() || !entry.awaits(outcome.date())) {
			return;
		}
		if (entry.state().paused() && outcome.requestId() == null) {
			// the evaluation began before the pause
			this.starter.missed(entry.state(), MissedReason.PAUSED, 1);
			return;
		}
		Occasion occasion = new Occasion(entry.executionId(outcome.date()), outcome.date(),
				((PollingTrigger) entry.trigger()).inputs(), outcome.variables());
		this.desk.save(this.starter.fire(entry, occasion, now));
	}

	/**
	 * Fires beside the planned dates, which stay as they are.
	 */
	private void fire(TriggerEntry entry, Fire request, Instant now) {
		if (entry.requests().contains(request.requestId())) {
			return;
		}
		TriggerEntry answered = entry.answered(request.requestId());
		if (entry.trigger() instanceof ScheduleTrigger schedule) {
			Occasion occasion = new Occasion(entry.executionId(request.requestId()), earlier(request.at(), now),
					schedule.inputs(), Map.of());
			this.desk.save(this.starter.fire(answered, occasion, now));
		}
		else if (entry.trigger() instanceof PollingTrigger polling) {
			this.desk.save(answered);
			this.desk.evaluate(entry, polling, now, request.requestId());
		}
	}

	/**
	 * What passed in the pause was to be left out; what passed since is looked at as
	 * usual.
	 */
	private void resume(TriggerEntry entry, Instant end, Instant now) {
		this.desk.decide(entry, end);
		TriggerEntry skipped = this.triggers.find(entry.state().key());
		if (skipped != null && skipped.isDue(end)) {
			logger.warn("Trigger {} missed so many dates while it was paused that those from {} on are not counted",
					entry.state().key(), skipped.state().next());
			skipped = skipped.planned(Dates.first(skipped.trigger(), end), now);
		}
		this.desk.save(((skipped != null) ? skipped : entry).resumed(now));
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
