package io.windhover.management.health;

import org.springframework.boot.health.contributor.Status;

/**
 * What the statuses mean here: DOWN is broken, and where liveness looks, that is what a
 * restart cures; OUT_OF_SERVICE cannot do its work now; DEGRADED does its work, but
 * something is not as it should be.
 */
final class Statuses {

	static final Status DEGRADED = new Status("DEGRADED");

	private Statuses() {
	}

}
