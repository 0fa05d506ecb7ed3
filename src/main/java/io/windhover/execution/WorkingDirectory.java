package io.windhover.execution;

import org.jspecify.annotations.Nullable;

/**
 * The working directory that a task shares with those around it, as its attempt finds it.
 *
 * @param snapshot the address of what the tasks before have left in it; null where they
 * have left nothing
 * @param replaced the address of an earlier snapshot that nobody reads any more; null
 * where there is none
 */
public record WorkingDirectory(@Nullable String snapshot, @Nullable String replaced) {
}
