package io.windhover.scheduler.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.expectation.Expected;
import io.windhover.scheduler.history.HistoryEntry.Deadline;
import io.windhover.scheduler.history.HistoryEntry.Missed;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from an event for the history of one flow: a pure function of the
 * history, the event and the time. What is missed is missed at its instant, however late
 * that is decided.
 */
final class HistoryMachine {

	/** Executions that take too long and are known by their ids. */
	static final int MOST_OVERRAN = 100;

	private final FlowHistory before;

	private final Instant now;

	private final List<HistoryVerdict> verdicts = new ArrayList<>();

	private int revision;

	private boolean disabled;

	private FlowHistory.@Nullable Disabling disabling;

	private @Nullable Instant countedAt;

	private final Ends ends;

	private Expectations expectations;

	private @Nullable Deadline successes;

	private @Nullable Deadline startedBy;

	private @Nullable Deadline endedBy;

	private final Map<Expected, Missed> missed = new EnumMap<>(Expected.class);

	private final Map<Integer, FlowHistory.Running> running;

	private final List<String> overran;

	private int othersOverran;

	private HistoryMachine(HistoryEntry entry, Instant now) {
		this.before = entry.history();
		this.now = now;
		this.revision = this.before.revision();
		this.disabled = this.before.disabled();
		this.disabling = this.before.disabling();
		this.countedAt = this.before.running().at();
		this.ends = new Ends(entry);
		this.expectations = entry.expectations();
		this.successes = entry.successes();
		this.startedBy = entry.startedBy();
		this.endedBy = entry.endedBy();
		this.missed.putAll(entry.missed());
		this.running = new TreeMap<>(entry.running());
		this.overran = new ArrayList<>(entry.overran());
		this.othersOverran = entry.othersOverran();
	}

	/**
	 * Decides.
	 * @param known null when the flow has no history, and then only of a flow that is
	 * watched anything follows
	 */
	static @Nullable HistoryTransition decide(@Nullable HistoryEntry known, FlowKey flow, HistoryEvent event,
			Instant now) {
		HistoryEntry before = known;
		if (before == null && event instanceof HistoryEvent.Watched watched) {
			before = first(flow, watched, now);
		}
		if (before == null) {
			return null;
		}
		HistoryMachine machine = new HistoryMachine(before, now);
		machine.apply(event);
		return new HistoryTransition(machine.entry(), machine.verdicts, machine.isNotable(event));
	}

	private boolean isNotable(HistoryEvent event) {
		FlowHistory.End known = this.before.last();
		FlowHistory.End last = this.ends.last;
		return !(event instanceof HistoryEvent.Happened) || !this.verdicts.isEmpty()
				|| (last != null && (known == null || known.state() != last.state()));
	}

	/** What is not known yet counts from now on, however old the flow is. */
	private static HistoryEntry first(FlowKey flow, HistoryEvent.Watched watched, Instant now) {
		FlowHistory history = new FlowHistory(flow.namespace(), flow.id(), watched.revision(), watched.disabled(), now,
				null, null, 0, null, 0, List.of(), null, null, FlowHistory.Running.NONE, null, 0, List.of(), List.of(),
				now);
		return new HistoryEntry(history, Expectations.NONE, Sketch.EMPTY, Sketch.EMPTY, null, null, null, null, null,
				Map.of(), Map.of(), List.of(), 0);
	}

	private void apply(HistoryEvent event) {
		if (event instanceof HistoryEvent.Watched watched) {
			settle(watched.horizon());
			watch(watched);
		}
		else if (event instanceof HistoryEvent.Passed passed) {
			settle(passed.horizon());
		}
		else if (event instanceof HistoryEvent.Happened happened) {
			Instant at = happened.what().at();
			// the clock of an executor may be ahead
			settle((at.isAfter(this.now) ? this.now : at).minus(HistoryEvent.SETTLE));
			happened(happened.what());
		}
	}

	private void happened(FlowCommand.Happened what) {
		if (what instanceof FlowCommand.Started started) {
			this.ends.started(started.at());
			this.startedBy = happened(Expected.STARTED_BY, this.startedBy, started.at(), "an execution has begun");
		}
		else if (what instanceof FlowCommand.Overran late) {
			overran(late);
		}
		else if (what instanceof FlowCommand.Ended end) {
			ended(end);
		}
		else if (what instanceof FlowCommand.Running count) {
			running(count);
		}
	}

	/** An executor that tells nothing any more has lost its partition, or is gone. */
	private void running(FlowCommand.Running count) {
		this.running.put(count.partition(), new FlowHistory.Running(count.count(), count.oldest(), count.at()));
		this.running.values().removeIf((each) -> each.count() == 0 || !each.isCurrent(count.at()));
		this.countedAt = count.at();
	}

	private FlowHistory.Running running() {
		FlowHistory.Oldest oldest = this.running.values()
			.stream()
			.map(FlowHistory.Running::oldest)
			.filter(Objects::nonNull)
			.min(Comparator.comparing(FlowHistory.Oldest::createdAt))
			.orElse(null);
		return new FlowHistory.Running(this.running.values().stream().mapToInt(FlowHistory.Running::count).sum(),
				oldest, this.countedAt);
	}

	private void overran(FlowCommand.Overran late) {
		if (this.expectations.maxDuration() == null) {
			return;
		}
		if (this.overran.size() < MOST_OVERRAN) {
			this.overran.add(late.executionId());
		}
		else {
			this.othersOverran++;
		}
		miss(Expected.MAX_DURATION, late.at(), "execution %s takes longer".formatted(late.executionId()));
	}

	private void ended(FlowCommand.Ended end) {
		this.ends.add(end);
		if (hadOverrun(end) && this.overran.isEmpty() && this.othersOverran == 0) {
			meet(Expected.MAX_DURATION, end.at(), "execution %s has ended".formatted(end.executionId()));
		}
		if (end.isSuccess()) {
			if (this.ends.isAfterFailures(end)) {
				meet(Expected.MAX_FAILURES_IN_A_ROW, end.at(),
						"execution %s has succeeded".formatted(end.executionId()));
			}
			measured(end);
			succeeded(end.at());
			this.endedBy = happened(Expected.ENDED_BY, this.endedBy, end.at(), "an execution has succeeded");
		}
		else if (end.state() == State.FAILED) {
			Integer most = this.expectations.maxFailuresInARow();
			if (most != null && this.ends.failuresInARow > most
					&& !this.missed.containsKey(Expected.MAX_FAILURES_IN_A_ROW)) {
				miss(Expected.MAX_FAILURES_IN_A_ROW, end.at(),
						"%d executions failed one after the other, the last is %s".formatted(this.ends.failuresInARow,
								end.executionId()));
			}
		}
	}

	/**
	 * Beyond a number those that take too long are counted, and told by their duration.
	 */
	private boolean hadOverrun(FlowCommand.Ended end) {
		if (this.overran.remove(end.executionId())) {
			return true;
		}
		Duration longest = this.expectations.maxDuration();
		if (this.othersOverran > 0 && longest != null && end.startedAt() != null
				&& !end.startedAt().plus(longest).isAfter(end.at())) {
			this.othersOverran--;
			return true;
		}
		return false;
	}

	private void measured(FlowCommand.Ended end) {
		Expectations.MinMetric least = this.expectations.minMetric();
		if (least == null || end.measured() == null) {
			return;
		}
		String reason = "execution %s measured %s %s".formatted(end.executionId(),
				Expectations.MinMetric.text(end.measured()), least.name());
		if (end.measured() < least.value()) {
			miss(Expected.MIN_METRIC, end.at(), reason);
		}
		else {
			meet(Expected.MIN_METRIC, end.at(), reason);
		}
	}

	private void succeeded(Instant at) {
		Duration period = this.expectations.successEvery();
		Deadline deadline = this.successes;
		if (period == null || deadline == null) {
			return;
		}
		if (this.missed.containsKey(Expected.SUCCESS_EVERY)) {
			meet(Expected.SUCCESS_EVERY, at, "an execution has succeeded");
			this.successes = Deadline.at(at.plus(period), false);
		}
		else if (at.isAfter(deadline.due())) {
			this.successes = deadline.after(at);
		}
		else {
			Instant due = at.plus(period);
			this.successes = due.isAfter(deadline.due()) ? Deadline.at(due, false) : deadline;
			if (deadline.firstAfter() != null && deadline.lastAfter() != null) {
				this.successes = Deadline.at(this.successes.due(), false);
				succeeded(deadline.firstAfter());
				succeeded(deadline.lastAfter());
			}
		}
	}

	/** What is to happen by a time of day has happened. */
	private @Nullable Deadline happened(Expected expected, @Nullable Deadline deadline, Instant at, String reason) {
		if (deadline == null) {
			return null;
		}
		if (at.isAfter(deadline.due())) {
			return deadline.after(at);
		}
		meet(expected, at, reason);
		return isOfDay(at, deadline.due()) ? deadline.meet() : deadline;
	}

	private boolean isOfDay(Instant at, Instant due) {
		return !at.isBefore(this.expectations.dayOf(due)) && !at.isAfter(due);
	}

	/** Decides what was due by then: all that happened until then has been heard of. */
	private void settle(Instant horizon) {
		Duration period = this.expectations.successEvery();
		while (period != null && this.successes != null && !this.missed.containsKey(Expected.SUCCESS_EVERY)
				&& !this.successes.due().isAfter(horizon)) {
			settle(this.successes, period);
		}
		this.startedBy = settle(Expected.STARTED_BY, this.startedBy, this.expectations.startedBy(), horizon,
				"no execution has begun", "an execution has begun");
		this.endedBy = settle(Expected.ENDED_BY, this.endedBy, this.expectations.endedBy(), horizon,
				"no execution has succeeded", "an execution has succeeded");
	}

	private void settle(Deadline deadline, Duration period) {
		FlowHistory.End last = this.ends.lastSuccess;
		miss(Expected.SUCCESS_EVERY, deadline.due(),
				(last != null && !last.endedAt().isAfter(deadline.due())) ? "the last success is of " + last.endedAt()
						: "there is no success since " + deadline.due().minus(period));
		if (deadline.firstAfter() != null && deadline.lastAfter() != null) {
			meet(Expected.SUCCESS_EVERY, deadline.firstAfter(), "an execution has succeeded");
			this.successes = Deadline.at(deadline.lastAfter().plus(period), false);
		}
	}

	private @Nullable Deadline settle(Expected expected, @Nullable Deadline first, @Nullable LocalTime time,
			Instant horizon, String missedReason, String metReason) {
		Deadline deadline = first;
		while (deadline != null && time != null && !deadline.due().isAfter(horizon)) {
			if (!deadline.met()) {
				miss(expected, deadline.due(), missedReason + " since " + this.expectations.dayOf(deadline.due()));
			}
			if (deadline.firstAfter() != null) {
				meet(expected, deadline.firstAfter(), metReason);
			}
			Instant next = this.expectations.next(time, deadline.due());
			deadline = Deadline.at(next, isOfDay(deadline.firstAfter(), deadline.lastAfter(), next));
		}
		return deadline;
	}

	private boolean isOfDay(@Nullable Instant first, @Nullable Instant last, Instant due) {
		return (first != null && isOfDay(first, due)) || (last != null && isOfDay(last, due));
	}

	private void watch(HistoryEvent.Watched watched) {
		boolean resumed = this.disabled && !watched.disabled();
		Expectations before = this.expectations;
		Expectations after = watched.expectations();
		this.expectations = after;
		if (resumed || !Objects.equals(before.successEvery(), after.successEvery())) {
			forget(Expected.SUCCESS_EVERY);
			this.successes = successes(after.successEvery(), resumed);
		}
		boolean sameDays = Objects.equals(before.timezone(), after.timezone()) && before.days().equals(after.days());
		if (!sameDays || !Objects.equals(before.startedBy(), after.startedBy())) {
			forget(Expected.STARTED_BY);
			this.startedBy = deadline(after.startedBy(), this.ends.lastStarted);
		}
		if (!sameDays || !Objects.equals(before.endedBy(), after.endedBy())) {
			forget(Expected.ENDED_BY);
			FlowHistory.End last = this.ends.lastSuccess;
			this.endedBy = deadline(after.endedBy(), (last != null) ? last.endedAt() : null);
		}
		if (!Objects.equals(before.maxDuration(), after.maxDuration())) {
			this.overran.clear();
			this.othersOverran = 0;
			forget(Expected.MAX_DURATION);
		}
		if (!Objects.equals(before.minMetric(), after.minMetric())) {
			forget(Expected.MIN_METRIC);
		}
		if (!Objects.equals(before.maxFailuresInARow(), after.maxFailuresInARow())) {
			forget(Expected.MAX_FAILURES_IN_A_ROW);
		}
		this.revision = watched.revision();
		// of revisions that are disabled one after the other, the first counts
		boolean known = this.disabled && watched.disabled() && this.disabling != null;
		this.disabling = known ? this.disabling : watched.disabling();
		this.disabled = watched.disabled();
	}

	/** What counted while the flow was disabled is no success that is missing. */
	private @Nullable Deadline successes(@Nullable Duration period, boolean resumed) {
		if (period == null) {
			return null;
		}
		FlowHistory.End last = this.ends.lastSuccess;
		Instant base = resumed ? this.now : (last != null) ? last.endedAt() : this.before.since();
		return Deadline.at(base.plus(period), false);
	}

	private @Nullable Deadline deadline(@Nullable LocalTime time, @Nullable Instant last) {
		if (time == null) {
			return null;
		}
		Instant due = this.expectations.next(time, this.now);
		return Deadline.at(due, last != null && isOfDay(last, due));
	}

	private void miss(Expected expected, Instant at, String reason) {
		this.verdicts.add(new HistoryVerdict(expected, true, at, reason));
		Missed before = this.missed.get(expected);
		this.missed.put(expected, new Missed((before != null) ? before.since() : at, reason));
	}

	private void meet(Expected expected, Instant at, String reason) {
		if (this.missed.remove(expected) != null) {
			this.verdicts.add(new HistoryVerdict(expected, false, at, reason));
		}
	}

	private void forget(Expected expected) {
		meet(expected, this.now, "it is no longer expected so");
	}

	private HistoryEntry entry() {
		Ends all = this.ends;
		FlowHistory shown = new FlowHistory(this.before.namespace(), this.before.flowId(), this.revision, this.disabled,
				this.before.since(), all.last, all.lastSuccess, all.failuresInARow, all.failingSince, all.count,
				List.copyOf(all.recent), all.durations.usual(), all.intervals.usual(), running(), null, 0, expected(),
				List.copyOf(all.failures), this.now, this.disabling);
		return new HistoryEntry(shown, this.expectations, all.durations, all.intervals, this.successes, this.startedBy,
				this.endedBy, all.lastStarted, all.lastFailed, Map.copyOf(this.missed), Map.copyOf(this.running),
				List.copyOf(this.overran), this.othersOverran);
	}

	private List<FlowHistory.Expectation> expected() {
		List<FlowHistory.Expectation> expected = new ArrayList<>();
		this.expectations.texts().forEach((kind, text) -> {
			Missed state = this.missed.get(kind);
			expected.add(new FlowHistory.Expectation(kind, text, due(kind), (state != null) ? state.since() : null,
					(state != null) ? state.reason() : null));
		});
		return expected;
	}

	private @Nullable Instant due(Expected expected) {
		Deadline deadline = switch (expected) {
			case SUCCESS_EVERY -> this.missed.containsKey(expected) ? null : this.successes;
			case STARTED_BY -> this.startedBy;
			case ENDED_BY -> this.endedBy;
			default -> null;
		};
		return (deadline != null) ? deadline.due() : null;
	}

}
