package io.windhover.indexer;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * How far the deletion of old documents has come.
 *
 * @param keep for how long documents are kept; null for ever
 * @param oldestDay of which something was kept by the last run; null when nothing was, or
 * before the first
 * @param lastRunAt when old documents were last deleted; null before the first time
 * @param error why the last try failed; null when it did not
 */
public record RetentionState(@Nullable Duration keep, @Nullable LocalDate oldestDay, @Nullable Instant lastRunAt,
		@Nullable String error) {
}
