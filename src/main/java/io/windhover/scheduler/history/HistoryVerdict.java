package io.windhover.scheduler.history;

import java.time.Instant;

import io.windhover.flow.expectation.Expected;

/**
 * What is expected of a flow was missed, or is met again.
 *
 * @param at the instant at which it was, which may be some seconds ago
 * @param reason what happened instead, for people
 */
public record HistoryVerdict(Expected expected, boolean missed, Instant at, String reason) {
}
