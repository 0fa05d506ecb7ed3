package io.windhover.execution;

import org.jspecify.annotations.Nullable;

/**
 * Who paused a trigger, and why.
 *
 * @param by null where an older version paused it
 * @param reason in their words; null when they gave none
 */
public record PauseNote(@Nullable String by, @Nullable String reason) {
}
