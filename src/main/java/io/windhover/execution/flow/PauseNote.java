package io.windhover.execution.flow;

import org.jspecify.annotations.Nullable;

/**
 * Who paused a trigger or stored a flow, and why.
 *
 * @param by null where nobody is known, as of an older version or of a file
 * @param reason in their words; null when they gave none
 */
public record PauseNote(@Nullable String by, @Nullable String reason) {
}
