package io.windhover.execution.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.windhover.execution.FailureCause;
import io.windhover.execution.State;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expected;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the executions of a flow, and of what is expected of it.
 *
 * @param revision the current one
 * @param since when the flow was first known
 * @param last the last end; null before the first
 * @param lastSuccess the last end as SUCCESS or WARNING; null before the first
 * @param failuresInARow how many failed since the last success
 * @param failingSince when the first of these ended; null where there is none
 * @param ended how many executions ended
 * @param recent the states of the last ones that ended, the newest at the end
 * @param duration from the creation to the end of those that succeeded; null before the
 * first
 * @param interval the time from one end to the next; null before the second
 * @param running those that have not ended, as the executors told it last
 * @param next the next date of its triggers; null where there is none
 * @param pausedTriggers how many of its triggers are paused
 * @param expected what is expected of it, in the order of {@link Expected}
 * @param failures of the last day and before, the newest cause first
 * @param at when it last changed
 * @param disabling since when it is disabled, and by whom; null where it is not, or that
 * is not known
 */
public record FlowHistory(String namespace, String flowId, int revision, boolean disabled, Instant since,
		@Nullable End last, @Nullable End lastSuccess, int failuresInARow, @Nullable Instant failingSince, long ended,
		List<State> recent, @Nullable Usual duration, @Nullable Usual interval, Running running, @Nullable Instant next,
		int pausedTriggers, List<Expectation> expected, List<Failures> failures, Instant at,
		@Nullable Disabling disabling) {

	/** Times as long as usual, which is too long. */
	private static final int FACTOR = 3;

	/** Ends and durations from which something is usual. */
	private static final int ENOUGH = 5;

	/** Beside which a usual time of some seconds says little. */
	private static final Duration SLACK = Duration.ofMinutes(1);

	public FlowHistory {
		// those of an earlier version have none
		failures = (failures != null) ? failures : List.of();
	}

	/**
	 * One of a flow of which it is not known who disabled it.
	 */
	public FlowHistory(String namespace, String flowId, int revision, boolean disabled, Instant since,
			@Nullable End last, @Nullable End lastSuccess, int failuresInARow, @Nullable Instant failingSince,
			long ended, List<State> recent, @Nullable Usual duration, @Nullable Usual interval, Running running,
			@Nullable Instant next, int pausedTriggers, List<Expectation> expected, List<Failures> failures,
			Instant at) {
		this(namespace, flowId, revision, disabled, since, last, lastSuccess, failuresInARow, failingSince, ended,
				recent, duration, interval, running, next, pausedTriggers, expected, failures, at, null);
	}

	/**
	 * The same with what its triggers will do.
	 */
	public FlowHistory withTriggers(@Nullable Instant date, int paused) {
		return new FlowHistory(this.namespace, this.flowId, this.revision, this.disabled, this.since, this.last,
				this.lastSuccess, this.failuresInARow, this.failingSince, this.ended, this.recent, this.duration,
				this.interval, this.running, date, paused, this.expected, this.failures, this.at, this.disabling);
	}

	/**
	 * Whether nothing runs and nothing has ended for much longer than usual: an estimate
	 * from the flow's own rhythm.
	 */
	public boolean isQuiet(Instant now) {
		boolean idle = this.running.count() == 0 || !this.running.isCurrent(now);
		return this.last != null && idle && !this.disabled
				&& isLonger(this.interval, Duration.between(this.last.endedAt(), now));
	}

	/**
	 * Whether a time is much longer than usual; false while too little is known of that.
	 */
	public static boolean isLonger(@Nullable Usual usual, Duration time) {
		return usual != null && isKnown(usual) && time.compareTo(usual.p95().multipliedBy(FACTOR).plus(SLACK)) > 0;
	}

	/**
	 * Whether enough is known to say what is usual.
	 */
	public static boolean isKnown(@Nullable Usual usual) {
		return usual != null && usual.count() >= ENOUGH;
	}

	/**
	 * The key of the flow, which is not part of the JSON.
	 */
	@JsonIgnore
	public FlowKey key() {
		return new FlowKey(this.namespace, this.flowId);
	}

	/**
	 * Since when a flow is disabled.
	 *
	 * @param note who stored it so, and why; null where that is not known
	 */
	public record Disabling(Instant since, @Nullable PauseNote note) {
	}

	/**
	 * The end of an execution.
	 *
	 * @param startedAt null when it never began
	 * @param error the beginning of why it failed; null where it did not
	 */
	public record End(String executionId, State state, @Nullable Instant startedAt, Instant endedAt,
			@Nullable String error) {
	}

	/**
	 * An execution that has not ended.
	 */
	public record Oldest(String executionId, Instant createdAt) {
	}

	/**
	 * The executions that have not ended.
	 *
	 * @param oldest null where there is none, and where it is not among the oldest of its
	 * executor
	 * @param at when this was last told of any; null where it never was
	 */
	public record Running(int count, @Nullable Oldest oldest, @Nullable Instant at) {

		/** None, as far as is known. */
		public static final Running NONE = new Running(0, null, null);

		/** For which what an executor told counts: it tells again each minute. */
		private static final Duration CURRENT = Duration.ofMinutes(3);

		/**
		 * Whether an executor has told of it lately: it tells again each minute while
		 * there is any.
		 */
		public boolean isCurrent(Instant now) {
			return this.at != null && !this.at.plus(CURRENT).isBefore(now);
		}

	}

	/**
	 * What is usual, within a tenth, with the recent weighing more.
	 *
	 * @param count how many it was taken from
	 * @param p50 that half of them do not exceed
	 * @param p95 that nineteen of twenty do not exceed
	 */
	public record Usual(long count, Duration p50, Duration p95) {
	}

	/**
	 * Failures for one cause.
	 *
	 * @param first when the first was, as far as it is remembered
	 * @param hours how many there were in each hour that had any, of the last day
	 * @param executionId the last of them
	 */
	public record Failures(FailureCause cause, Instant first, Instant last, SortedMap<Instant, Long> hours,
			String executionId) {

		/** For which each hour is remembered. */
		public static final Duration REMEMBERED = Duration.ofDays(1);

		/**
		 * One more.
		 */
		public Failures and(Instant at, String executionId) {
			SortedMap<Instant, Long> counts = new TreeMap<>(this.hours);
			counts.merge(at.truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
			Instant newest = at.isAfter(this.last) ? at : this.last;
			counts.headMap(newest.minus(REMEMBERED).truncatedTo(ChronoUnit.HOURS)).clear();
			return new Failures(this.cause, this.first, newest, counts, executionId);
		}

		/**
		 * The first for a cause.
		 */
		public static Failures first(FailureCause cause, Instant at, String executionId) {
			return new Failures(cause, at, at, new TreeMap<>(Map.of(at.truncatedTo(ChronoUnit.HOURS), 1L)),
					executionId);
		}

		/**
		 * How many there were from an instant on, to the hour, within the last day.
		 */
		public long since(Instant from) {
			return this.hours.tailMap(from.truncatedTo(ChronoUnit.HOURS))
				.values()
				.stream()
				.mapToLong(Long::longValue)
				.sum();
		}

	}

	/**
	 * Something that is expected.
	 *
	 * @param value as the flow or the configuration states it
	 * @param due when it is missed unless it is met before; null where it depends on an
	 * execution, and while it is missed until it is met
	 * @param missedSince null while it is met
	 * @param reason why it counts as missed; null while it is met
	 */
	public record Expectation(Expected expected, String value, @Nullable Instant due, @Nullable Instant missedSince,
			@Nullable String reason) {
	}

}
