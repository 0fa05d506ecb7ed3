package io.windhover.scheduler.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.windhover.execution.FailureCause;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import org.jspecify.annotations.Nullable;

/**
 * What became of the executions of a flow, whatever was expected. Changed only by the
 * machine, on a copy of what the store has.
 */
final class Ends {

	/** States of the last executions that are kept. */
	static final int RECENT = 20;

	/** Causes of failures that are remembered. */
	static final int MOST_CAUSES = 20;

	FlowHistory.@Nullable End last;

	FlowHistory.@Nullable End lastSuccess;

	int failuresInARow;

	@Nullable Instant failingSince;

	long count;

	@Nullable Instant lastStarted;

	@Nullable Instant lastFailed;

	final List<State> recent;

	/** The newest first. */
	final List<FlowHistory.Failures> failures;

	Sketch durations;

	Sketch intervals;

	Ends(HistoryEntry entry) {
		FlowHistory history = entry.history();
		this.last = history.last();
		this.lastSuccess = history.lastSuccess();
		this.failuresInARow = history.failuresInARow();
		this.failingSince = history.failingSince();
		this.count = history.ended();
		this.lastStarted = entry.lastStarted();
		this.lastFailed = entry.lastFailed();
		this.recent = new ArrayList<>(history.recent());
		this.failures = new ArrayList<>(history.failures());
		this.durations = entry.durations();
		this.intervals = entry.intervals();
	}

	void started(Instant at) {
		this.lastStarted = later(at, this.lastStarted);
	}

	void add(FlowCommand.Ended end) {
		if (end.startedAt() != null) {
			started(end.startedAt());
		}
		FlowHistory.End known = this.last;
		FlowHistory.End newest = new FlowHistory.End(end.executionId(), end.state(), end.startedAt(), end.at(),
				end.error());
		if (end.isSuccess()) {
			this.durations = this.durations.with(Duration.between(end.createdAt(), end.at()));
			this.lastSuccess = newer(newest, this.lastSuccess);
			if (isAfterFailures(end)) {
				this.failuresInARow = 0;
				this.failingSince = null;
			}
		}
		else if (end.state() == State.FAILED) {
			this.failuresInARow++;
			this.lastFailed = later(end.at(), this.lastFailed);
			failed(end);
			this.failingSince = (this.failingSince != null) ? this.failingSince : end.at();
		}
		if (known != null && end.at().isAfter(known.endedAt())) {
			this.intervals = this.intervals.with(Duration.between(known.endedAt(), end.at()).dividedBy(end.count()));
		}
		this.last = newer(newest, known);
		this.count += end.count();
		this.recent.addAll(Collections.nCopies((int) Math.min(end.count(), RECENT), end.state()));
		this.recent.subList(0, Math.max(0, this.recent.size() - RECENT)).clear();
	}

	/** A success may be heard of a second after a failure that followed it. */
	boolean isAfterFailures(FlowCommand.Ended success) {
		return this.lastFailed == null || !success.at().isBefore(this.lastFailed);
	}

	/** Of many causes those are remembered that were last. */
	private void failed(FlowCommand.Ended end) {
		FailureCause cause = end.cause();
		if (cause == null) {
			return;
		}
		FlowHistory.Failures known = this.failures.stream()
			.filter((each) -> each.cause().id().equals(cause.id()))
			.findFirst()
			.orElse(null);
		this.failures.remove(known);
		this.failures.add(0, (known != null) ? known.and(end.at(), end.executionId())
				: FlowHistory.Failures.first(cause, end.at(), end.executionId()));
		this.failures.subList(Math.min(this.failures.size(), MOST_CAUSES), this.failures.size()).clear();
	}

	private static Instant later(Instant at, @Nullable Instant known) {
		return (known == null || at.isAfter(known)) ? at : known;
	}

	private static FlowHistory.End newer(FlowHistory.End end, FlowHistory.@Nullable End known) {
		return (known == null || !end.endedAt().isBefore(known.endedAt())) ? end : known;
	}

}
