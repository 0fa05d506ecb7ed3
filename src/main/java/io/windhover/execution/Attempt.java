package io.windhover.execution;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One try of a task run.
 *
 * @param number counts from 1
 * @param worker who ran it; null while it is queued
 * @param error why it failed, or who killed it and why, for people
 */
public record Attempt(int number, State state, @Nullable InstanceRef worker, Instant queuedAt,
		@Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String error, List<TaskMetric> metrics) {
}
