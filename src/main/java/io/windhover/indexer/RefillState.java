package io.windhover.indexer;

import java.time.Instant;

/**
 * A repository that is being filled again from the topics.
 *
 * @param records to read in all
 * @param remaining those not yet read
 */
public record RefillState(Instant since, long records, long remaining) {
}
