package io.windhover.execution.flow;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The worst that is to be said of a flow; what comes first is worse.
 */
public enum FlowStatus {

	/** Something that is expected of it did not happen. */
	MISSED,
	/** Its last executions failed. */
	FAILING,
	/** An execution runs for longer than is usual. */
	SLOW,
	/** Nothing has ended for much longer than is usual. */
	QUIET,
	/** A trigger of it is paused. */
	PAUSED,
	/** It starts nothing. */
	DISABLED,
	/** Nothing of it has ended yet. */
	NEW,
	/** All is well. */
	OK;

	/**
	 * The status of a flow.
	 * @param disabled whether its current revision is
	 * @param history null while nothing is known of it
	 */
	public static FlowStatus of(boolean disabled, @Nullable FlowHistory history, Instant now) {
		if (history == null) {
			return disabled ? DISABLED : NEW;
		}
		if (history.expected().stream().anyMatch((each) -> each.missedSince() != null)) {
			return MISSED;
		}
		if (history.failuresInARow() > 0) {
			return FAILING;
		}
		if (isSlow(history, now)) {
			return SLOW;
		}
		if (history.isQuiet(now)) {
			return QUIET;
		}
		if (history.pausedTriggers() > 0) {
			return PAUSED;
		}
		return disabled ? DISABLED : (history.last() == null) ? NEW : OK;
	}

	private static boolean isSlow(FlowHistory history, Instant now) {
		FlowHistory.Oldest oldest = history.running().isCurrent(now) ? history.running().oldest() : null;
		return oldest != null && FlowHistory.isLonger(history.duration(), Duration.between(oldest.createdAt(), now));
	}

}
