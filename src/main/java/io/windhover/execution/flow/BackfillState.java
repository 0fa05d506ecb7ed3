package io.windhover.execution.flow;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * How far the backfill of a schedule is: an execution for each of its dates in a range
 * that has passed.
 *
 * @param from the first instant of the range
 * @param to the last instant of the range
 * @param concurrency how many of its executions may run at once
 * @param dates how many dates the range has
 * @param next the date that starts an execution next; null when there is none
 * @param started executions started
 * @param running those of them that have not ended
 * @param failed those of them that ended as FAILED or KILLED
 * @param endedAt null while it goes on
 * @param cancelled whether somebody ended it
 */
public record BackfillState(String id, Instant from, Instant to, int concurrency, int dates, @Nullable Instant next,
		int started, int running, int failed, Instant since, @Nullable Instant endedAt, boolean cancelled) {

	/**
	 * Whether it goes on.
	 */
	@JsonIgnore
	public boolean isActive() {
		return this.endedAt == null;
	}

	/**
	 * How many dates have started no execution yet.
	 */
	public int remaining() {
		return isActive() ? Math.max(0, this.dates - this.started) : 0;
	}

}
