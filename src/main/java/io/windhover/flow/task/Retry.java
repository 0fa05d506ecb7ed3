package io.windhover.flow.task;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is tried again.
 *
 * @param delay before the second attempt
 * @param maxDelay the most that an exponential delay grows to; null for one hour
 * @param multiplier of each exponential step; 2 unless it says otherwise
 * @param maxAttempts attempts in all, the first one included
 */
public record Retry(Type type, Duration delay, @Nullable Duration maxDelay, double multiplier, int maxAttempts) {

	private static final Duration DEFAULT_MAX_DELAY = Duration.ofHours(1);

	/**
	 * How the delay develops.
	 */
	public enum Type {

		CONSTANT, EXPONENTIAL

	}

	/**
	 * Whether another attempt may follow.
	 * @param failures failed attempts so far, at least 1
	 */
	public boolean permitsAnother(int failures) {
		return failures < this.maxAttempts;
	}

	/**
	 * The wait before the next attempt.
	 * @param failures failed attempts so far, at least 1
	 */
	public Duration delayAfter(int failures) {
		if (this.type == Type.CONSTANT) {
			return this.delay;
		}
		Duration most = (this.maxDelay != null) ? this.maxDelay : DEFAULT_MAX_DELAY;
		double millis = this.delay.toMillis() * Math.pow(this.multiplier, failures - 1);
		return (millis < most.toMillis()) ? Duration.ofMillis((long) millis) : most;
	}

}
