package io.windhover.scheduler;

import java.time.Instant;
import java.util.List;

import io.windhover.execution.TriggerState;
import org.jspecify.annotations.Nullable;

/**
 * What this scheduler schedules; reading it takes no lock that the scheduler holds.
 */
public interface SchedulerView {

	/**
	 * The triggers of the partitions that this scheduler has, in the order of their keys.
	 */
	List<Scheduled> scheduled();

	/**
	 * When it last looked for what is due; null before the first time.
	 */
	@Nullable Instant lastTick();

	/**
	 * Whether it has its partitions, so that a schedule would fire.
	 */
	boolean isReady();

	/**
	 * A trigger.
	 *
	 * @param evaluating whether its condition is evaluated right now
	 */
	record Scheduled(TriggerState state, boolean evaluating) {
	}

}
