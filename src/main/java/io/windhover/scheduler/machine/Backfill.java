package io.windhover.scheduler.machine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler keeps of a backfill. Its dates are those of the schedule as it was
 * when the backfill was requested, so that their number stays.
 *
 * @param inputs in the place of those that the trigger gives
 * @param running the executions that have not ended, no more than its concurrency
 */
public record Backfill(BackfillState state, String cron, ZoneId timezone, @Nullable ScheduleConditions conditions,
		Map<String, Object> inputs, List<String> running) {

	static Backfill first(TriggerCommand.Backfill command, Instant now) {
		Instant next = next(command.triggerId(), command.cron(), command.timezone(), command.conditions(), command.to(),
				command.from().minusNanos(1));
		BackfillState state = new BackfillState(command.backfillId(), command.from(), command.to(),
				command.concurrency(), command.dates(), next, 0, 0, 0, now, (next != null) ? null : now, false);
		return new Backfill(state, command.cron(), command.timezone(), command.conditions(), command.inputs(),
				List.of());
	}

	/** Whether its next date may start an execution. */
	boolean hasRoom() {
		return this.state.isActive() && this.state.next() != null && this.running.size() < this.state.concurrency();
	}

	/** It after its next date started an execution. */
	Backfill started(String executionId) {
		Instant date = this.state.next();
		Instant next = (date != null)
				? next(this.state.id(), this.cron, this.timezone, this.conditions, this.state.to(), date) : null;
		List<String> more = new ArrayList<>(this.running);
		more.add(executionId);
		return with(next, this.state.started() + 1, more, this.state.failed(), null);
	}

	/** It after one of its executions ended, and as it is when that is none of them. */
	Backfill ended(String executionId, boolean failed, Instant now) {
		if (!this.running.contains(executionId)) {
			return this;
		}
		List<String> others = this.running.stream().filter((each) -> !each.equals(executionId)).toList();
		boolean over = others.isEmpty() && this.state.next() == null;
		return with(this.state.next(), this.state.started(), others, this.state.failed() + (failed ? 1 : 0),
				over ? now : null);
	}

	/** It as somebody ended it: what it started goes on by itself. */
	Backfill cancelled(Instant now) {
		BackfillState old = this.state;
		return new Backfill(
				new BackfillState(old.id(), old.from(), old.to(), old.concurrency(), old.dates(), null, old.started(),
						0, old.failed(), old.since(), now, true),
				this.cron, this.timezone, this.conditions, Map.of(), List.of());
	}

	private Backfill with(@Nullable Instant next, int started, List<String> running, int failed,
			@Nullable Instant endedAt) {
		BackfillState old = this.state;
		return new Backfill(
				new BackfillState(old.id(), old.from(), old.to(), old.concurrency(), old.dates(), next, started,
						running.size(), failed, old.since(), endedAt, false),
				this.cron, this.timezone, this.conditions, (endedAt == null) ? this.inputs : Map.of(),
				List.copyOf(running));
	}

	/** The first date after an instant that is not after the end of the range. */
	private static @Nullable Instant next(String id, String cron, ZoneId timezone,
			@Nullable ScheduleConditions conditions, Instant to, Instant after) {
		Instant next = Dates.next(
				new ScheduleTrigger(id, cron, timezone, conditions, ScheduleTrigger.RecoverMissed.NONE, Map.of()),
				after);
		return (next != null && !next.isAfter(to)) ? next : null;
	}

}
