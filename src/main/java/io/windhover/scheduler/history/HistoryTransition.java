package io.windhover.scheduler.history;

import java.util.List;

/**
 * What follows from an event.
 *
 * @param entry the history afterwards
 * @param verdicts in the order in which they came about
 * @param notable whether more has changed than figures
 */
public record HistoryTransition(HistoryEntry entry, List<HistoryVerdict> verdicts, boolean notable) {
}
