package io.windhover.topic.streams;

/**
 * How far a consumer has read a partition.
 *
 * @param position the offset that it reads next: those before it have been returned, or
 * are marks of transactions
 * @param lastReturned the last offset that a poll returned and that is not committed,
 * which may not be processed yet; -1 for none
 * @param returnedNanos when that was, by {@link System#nanoTime()}
 */
public record ConsumedPosition(long position, long lastReturned, long returnedNanos) {
}
