package io.windhover.worker.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.worker.WorkerView;
import io.windhover.worker.attempt.RunningAttempt;
import org.jspecify.annotations.Nullable;

/**
 * Finds attempts that run for so long that somebody should look.
 */
public class StuckDetector {

	private static final int TIMES_USUAL = 10;

	private final Duration after;

	private final Duration floor;

	private final Clock clock;

	/**
	 * Makes a detector.
	 * @param after how long any attempt may run
	 * @param floor how long each attempt may run, however short its task usually is
	 */
	public StuckDetector(Duration after, Duration floor, Clock clock) {
		this.after = after;
		this.floor = floor;
		this.clock = clock;
	}

	/**
	 * Judges an attempt; null when it is not stuck. Once it is, it stays so until it
	 * ends, or an alert on it would begin anew.
	 */
	WorkerView.@Nullable Stuck judge(RunningAttempt attempt) {
		WorkerView.Stuck stuck = attempt.stuck();
		if (stuck == null) {
			stuck = judge(attempt.job().task().id(), attempt.startedAt(), attempt.usual());
			if (stuck != null) {
				attempt.stuck(stuck);
			}
		}
		return stuck;
	}

	private WorkerView.@Nullable Stuck judge(String taskId, Instant startedAt, @Nullable Duration usual) {
		Duration limit = (usual != null) ? max(usual.multipliedBy(TIMES_USUAL), this.floor) : this.after;
		boolean unusual = usual != null && limit.compareTo(this.after) < 0;
		Instant since = startedAt.plus(unusual ? limit : this.after);
		if (!this.clock.instant().isAfter(since)) {
			return null;
		}
		return new WorkerView.Stuck(since,
				unusual ? "runs longer than %s, more than %d times what task '%s' usually takes (%s)".formatted(limit,
						TIMES_USUAL, taskId, usual)
						: "runs longer than windhover.worker.stuck-after (%s)".formatted(this.after));
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
