package io.windhover.execution.instance;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster is in maintenance: then no trigger fires and no worker takes a job,
 * on any instance.
 *
 * @param on false once it has ended
 * @param since when it began, or ended
 * @param by who began it, or ended it
 * @param reason in their words; null when they gave none
 */
public record Maintenance(boolean on, Instant since, String by, @Nullable String reason) {
}
