package io.windhover.scheduler.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.expectation.Expected;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of what became of the executions of a flow.
 *
 * @param expectations all in all
 * @param durations of the executions that succeeded
 * @param intervals from one end to the next
 * @param successes from which the time to the next success counts; null where none is
 * expected
 * @param startedBy null where no start is expected
 * @param endedBy null where no success by a time of day is expected
 * @param lastStarted when an execution began last, as far as was told; null when none has
 * @param lastFailed when one failed last; null when none has
 * @param missed what is missed and not met again
 * @param running what runs, by the partition of its executor
 * @param overran executions that take longer than expected
 * @param othersOverran how many others do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(FlowHistory history, Expectations expectations, Sketch durations, Sketch intervals,
		@Nullable Deadline successes, @Nullable Deadline startedBy, @Nullable Deadline endedBy,
		@Nullable Instant lastStarted, @Nullable Instant lastFailed, Map<Expected, Missed> missed,
		Map<Integer, FlowHistory.Running> running, List<String> overran, int othersOverran) {

	/** The next instant at which something may be missed; null when there is none. */
	@JsonIgnore
	@Nullable Instant due() {
		return Stream.of(pending(this.successes, Expected.SUCCESS_EVERY), due(this.startedBy), due(this.endedBy))
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElse(null);
	}

	private @Nullable Instant pending(@Nullable Deadline deadline, Expected expected) {
		return this.missed.containsKey(expected) ? null : due(deadline);
	}

	private static @Nullable Instant due(@Nullable Deadline deadline) {
		return (deadline != null) ? deadline.due() : null;
	}

	/**
	 * Something that is missed.
	 *
	 * @param since when it was missed first
	 * @param reason what happened instead, the last time
	 */
	record Missed(Instant since, String reason) {
	}

	/**
	 * An instant by which something is to happen. What happens is heard of up to some
	 * seconds later and in any order, so that it is decided only then.
	 *
	 * @param met whether it has happened in time
	 * @param firstAfter the first time that it happened later; null when it has not
	 * @param lastAfter the last time that it happened later; null when it has not
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Deadline(Instant due, boolean met, @Nullable Instant firstAfter, @Nullable Instant lastAfter) {

		static Deadline at(Instant due, boolean met) {
			return new Deadline(due, met, null, null);
		}

		Deadline meet() {
			return new Deadline(this.due, true, this.firstAfter, this.lastAfter);
		}

		Deadline after(Instant at) {
			Instant first = (this.firstAfter == null || at.isBefore(this.firstAfter)) ? at : this.firstAfter;
			Instant last = (this.lastAfter == null || at.isAfter(this.lastAfter)) ? at : this.lastAfter;
			return new Deadline(this.due, this.met, first, last);
		}

	}

}
