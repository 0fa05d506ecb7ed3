package io.windhover.scheduler.machine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler keeps of a trigger.
 *
 * @param trigger as the flow's revision has it
 * @param since when the trigger took the form that is evaluated: what was planned before
 * is the outcome of another form
 * @param pausedSince null when it is not paused
 * @param requests the last requests to fire that were carried out, the oldest first
 * @param backfill the last one; null when there was none
 * @param heard of a flow trigger what it waits with for the rest of its conditions
 * @param positions up to where it has read a topic; null where it has read none
 * @param pause who paused it and why; null when it is not paused, and where that is not
 * known
 */
public record TriggerEntry(TriggerState state, Trigger trigger, Instant since, @Nullable Instant pausedSince,
		List<String> requests, @Nullable Backfill backfill, HeardEnds heard, @Nullable TopicPositions positions,
		@Nullable PauseNote pause) {

	/** A request that is repeated after more others than these is a new one. */
	public static final int MAX_REQUESTS = 20;

	public TriggerEntry {
		// what an earlier version stored has none
		requests = (requests != null) ? List.copyOf(requests) : List.of();
		heard = (heard != null) ? heard : HeardEnds.NONE;
	}

	/**
	 * The entry of a trigger that is new; it has no next date when its flow is disabled.
	 */
	public static TriggerEntry first(Flow flow, Trigger trigger, Instant now) {
		return new TriggerEntry(state(flow, trigger, first(flow, trigger, now, null), null, now), trigger, now, null,
				List.of(), null, HeardEnds.NONE, null, null);
	}

	/**
	 * The entry under another revision of its flow: it keeps its next date where its
	 * dates are the same, so that a flow stored again loses and doubles no fire.
	 */
	public TriggerEntry revised(Flow flow, Trigger trigger, Instant now) {
		if (flow.revision() == this.state.revision() && trigger.equals(this.trigger)) {
			return this;
		}
		Instant last = this.state.last();
		Instant after = (last != null && last.isAfter(now)) ? last : now;
		Instant next = first(flow, trigger, after, Dates.same(this.trigger, trigger) ? this.state.next() : null);
		return new TriggerEntry(state(flow, trigger, next, this.state, now), trigger,
				isSameForm(trigger) ? this.since : now, this.pausedSince, this.requests, this.backfill,
				(next != null) ? this.heard : HeardEnds.NONE, this.positions, this.pause);
	}

	/** The date planned before, where there is one; a disabled flow has none. */
	private static @Nullable Instant first(Flow flow, Trigger trigger, Instant after, @Nullable Instant planned) {
		if (flow.isDisabled()) {
			return null;
		}
		return (planned != null) ? planned : Dates.first(trigger, after);
	}

	/**
	 * The entry with another next date.
	 * @param next null when there is no further date
	 */
	public TriggerEntry planned(@Nullable Instant next, Instant now) {
		return with(next, this.state.last(), this.state.lastExecutionId(), now);
	}

	TriggerEntry fired(Instant date, String executionId, Instant now) {
		return with(this.state.next(), date, executionId, now);
	}

	/**
	 * The entry as paused from now on; its next date stays.
	 * @param note who paused it and why; null where that is not known
	 */
	public TriggerEntry paused(@Nullable PauseNote note, Instant now) {
		return with(true, now).withPause(now, note);
	}

	TriggerEntry resumed(Instant now) {
		return with(false, now).withPause(null, null);
	}

	/**
	 * The entry that knows a request to fire as carried out.
	 */
	TriggerEntry answered(String requestId) {
		List<String> known = new ArrayList<>(this.requests);
		known.add(requestId);
		return new TriggerEntry(this.state, this.trigger, this.since, this.pausedSince,
				known.subList(Math.max(0, known.size() - MAX_REQUESTS), known.size()), this.backfill, this.heard,
				this.positions, this.pause);
	}

	/**
	 * The entry whose backfill is this one.
	 */
	TriggerEntry backfilled(Backfill changed, Instant now) {
		TriggerState old = this.state;
		return new TriggerEntry(
				new TriggerState(old.namespace(), old.flowId(), old.revision(), old.triggerId(), old.type(), old.cron(),
						old.timezone(), old.next(), old.last(), old.lastExecutionId(), old.paused(), now,
						old.version() + 1, changed.state()),
				this.trigger, this.since, this.pausedSince, this.requests, changed, this.heard, this.positions,
				this.pause);
	}

	/**
	 * The entry that waits with what was heard.
	 * @param next when the first of it counts no more; null when it waits with nothing
	 */
	TriggerEntry hearing(HeardEnds changed, @Nullable Instant next, Instant now) {
		TriggerEntry planned = planned(next, now);
		return new TriggerEntry(planned.state, this.trigger, this.since, this.pausedSince, this.requests, this.backfill,
				changed, this.positions, this.pause);
	}

	/**
	 * The entry that has read a topic up to there.
	 */
	TriggerEntry positioned(TopicPositions changed) {
		return new TriggerEntry(this.state, this.trigger, this.since, this.pausedSince, this.requests, this.backfill,
				this.heard, changed, this.pause);
	}

	boolean isDue(Instant now) {
		Instant next = this.state.next();
		return next != null && !next.isAfter(now);
	}

	/**
	 * The same for the same date, so that a repeated fire is known as one.
	 */
	public String executionId(Instant date) {
		return id(this.state.key() + "@" + date);
	}

	/**
	 * The same for the same request to fire, whatever its date.
	 */
	public String executionId(String requestId) {
		return TriggerCommand.Fire.executionId(this.state.key(), requestId);
	}

	/**
	 * The same for the same date of the same backfill, which starts an execution also at
	 * a date that had one.
	 */
	String executionId(String backfillId, Instant date) {
		return id(this.state.key() + "@" + date + "#" + backfillId);
	}

	/**
	 * The same for the same record of a topic.
	 */
	String executionId(String source, ReadRecords.Item item) {
		return id(this.state.key() + "<" + source + "/" + item.partition() + "@" + item.offset());
	}

	/**
	 * The same for a batch of the same records of a topic: one that has more than another
	 * is another, or what it has more would be lost.
	 */
	String executionId(String source, List<ReadRecords.Item> batch) {
		Map<Integer, ReadRecords.Range> ranges = new TreeMap<>();
		batch.forEach((item) -> ranges.merge(item.partition(), new ReadRecords.Range(item.offset(), item.offset() + 1),
				(before, last) -> new ReadRecords.Range(before.from(), last.to())));
		StringBuilder name = new StringBuilder(this.state.key() + "<" + source + "/batch");
		ranges
			.forEach((partition, range) -> name.append("/%d@%d-%d".formatted(partition, range.from(), range.to() - 1)));
		return id(name.toString());
	}

	/**
	 * Whether an evaluation's outcome is news: of this form, and not acted upon before.
	 */
	boolean awaits(Instant date) {
		Instant last = this.state.last();
		return this.trigger instanceof PollingTrigger && date.isAfter(this.since)
				&& (last == null || date.isAfter(last));
	}

	private boolean isSameForm(Trigger other) {
		return Dates.same(this.trigger, other) && (!(this.trigger instanceof PollingTrigger a)
				|| !(other instanceof PollingTrigger b) || a.configuration().equals(b.configuration()));
	}

	private TriggerEntry with(@Nullable Instant next, @Nullable Instant last, @Nullable String executionId,
			Instant now) {
		return with(next, last, executionId, this.state.paused(), now);
	}

	private TriggerEntry with(boolean paused, Instant now) {
		return with(this.state.next(), this.state.last(), this.state.lastExecutionId(), paused, now);
	}

	private TriggerEntry with(@Nullable Instant next, @Nullable Instant last, @Nullable String executionId,
			boolean paused, Instant now) {
		TriggerState old = this.state;
		return new TriggerEntry(
				new TriggerState(old.namespace(), old.flowId(), old.revision(), old.triggerId(), old.type(), old.cron(),
						old.timezone(), next, last, executionId, paused, now, old.version() + 1, old.backfill()),
				this.trigger, this.since, this.pausedSince, this.requests, this.backfill, this.heard, this.positions,
				this.pause);
	}

	private TriggerEntry withPause(@Nullable Instant since, @Nullable PauseNote note) {
		return new TriggerEntry(this.state, this.trigger, this.since, since, this.requests, this.backfill, this.heard,
				this.positions, note);
	}

	private static String id(String name) {
		return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
	}

	private static TriggerState state(Flow flow, Trigger trigger, @Nullable Instant next, @Nullable TriggerState old,
			Instant now) {
		ScheduleTrigger schedule = (trigger instanceof ScheduleTrigger candidate) ? candidate : null;
		return new TriggerState(flow.namespace(), flow.id(), flow.revision(), trigger.id(), trigger.type(),
				(schedule != null) ? schedule.cron() : null, (schedule != null) ? schedule.timezone().getId() : null,
				next, (old != null) ? old.last() : null, (old != null) ? old.lastExecutionId() : null,
				old != null && old.paused(), now, (old != null) ? old.version() + 1 : 1,
				(old != null) ? old.backfill() : null);
	}

}
