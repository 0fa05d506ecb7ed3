package io.windhover.api;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How the canary of this process fares.
 */
public interface CanaryView {

	/**
	 * The canaries that failed since one came back as it should; null when the last one
	 * did.
	 */
	@Nullable Failing failing();

	/**
	 * Canaries that failed one after the other.
	 *
	 * @param since when the first of them was sent
	 * @param count how many there are
	 * @param executionId of the last one
	 * @param message what was wrong with the last one, for people
	 */
	record Failing(Instant since, long count, String executionId, String message) {
	}

}
