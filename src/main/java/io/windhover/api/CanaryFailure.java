package io.windhover.api;

import java.util.Locale;

/**
 * What can be wrong with a canary.
 */
public enum CanaryFailure {

	/** It came back, but took too long. */
	LATE,
	/** It did not come back, or ended otherwise than it should. */
	LOST,
	/** Its task ran more than once. */
	DOUBLED;

	/**
	 * Its name in meters.
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
