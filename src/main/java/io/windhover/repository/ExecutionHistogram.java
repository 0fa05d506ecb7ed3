package io.windhover.repository;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

import io.windhover.execution.State;

/**
 * How many executions were created when.
 *
 * @param counts by the beginning of their bucket, then by the state; only those of which
 * there are any
 * @param sampled whether the counts are estimates from a sample
 */
public record ExecutionHistogram(SortedMap<Instant, Map<State, Long>> counts, boolean sampled) {
}
