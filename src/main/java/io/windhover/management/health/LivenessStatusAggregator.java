package io.windhover.management.health;

import java.util.Set;

import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

/**
 * Alive is whatever is not DOWN: only that is cured by a restart.
 */
class LivenessStatusAggregator implements StatusAggregator {

	@Override
	public Status getAggregateStatus(Set<Status> statuses) {
		return statuses.contains(Status.DOWN) ? Status.DOWN : Status.UP;
	}

}
