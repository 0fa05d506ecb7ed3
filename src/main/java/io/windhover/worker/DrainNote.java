package io.windhover.worker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Who drained a worker, when, and why.
 *
 * @param since null where an older version drained it
 * @param by null where an older version drained it
 * @param reason in their words; null when they gave none
 */
public record DrainNote(@Nullable Instant since, @Nullable String by, @Nullable String reason) {

	/** Of a drain that says nothing. */
	public static final DrainNote UNKNOWN = new DrainNote(null, null, null);

}
