package io.windhover.api;

import java.time.Duration;

/**
 * Hears how the canary fares.
 */
public interface CanaryListener {

	/**
	 * A canary has come through a part of the engine.
	 */
	void canaryPassed(CanaryHop hop, Duration duration);

	/**
	 * A canary has not come back as it should.
	 */
	void canaryFailed(CanaryFailure reason);

}
