package io.windhover.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Says which attempts run for so long that somebody should look.
 */
class StuckRule {

	private static final int TIMES_USUAL = 10;

	private final UsualDurations usual;

	private final Duration after;

	private final Duration floor;

	private final Clock clock;

	/**
	 * Makes the rule.
	 * @param after how long any attempt may run
	 * @param floor how long each attempt may run, however short its type usually is
	 */
	StuckRule(UsualDurations usual, Duration after, Duration floor, Clock clock) {
		this.usual = usual;
		this.after = after;
		this.floor = floor;
		this.clock = clock;
	}

	/**
	 * Judges an attempt; null when it is not stuck.
	 */
	WorkerView.@Nullable Stuck judge(String taskType, Instant startedAt) {
		Duration usually = this.usual.of(taskType);
		Duration limit = (usually != null) ? max(usually.multipliedBy(TIMES_USUAL), this.floor) : this.after;
		boolean unusual = usually != null && limit.compareTo(this.after) < 0;
		Instant since = startedAt.plus(unusual ? limit : this.after);
		if (!this.clock.instant().isAfter(since)) {
			return null;
		}
		return new WorkerView.Stuck(since,
				unusual ? "runs longer than %s, more than %d times what type '%s' usually takes (%s)".formatted(limit,
						TIMES_USUAL, taskType, usually)
						: "runs longer than windhover.worker.stuck-after (%s)".formatted(this.after));
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
