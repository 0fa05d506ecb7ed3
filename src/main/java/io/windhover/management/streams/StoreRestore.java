package io.windhover.management.streams;

import java.time.Instant;

/**
 * A partition of a state store that is being read back from its changelog.
 *
 * @param restored records so far
 * @param remaining offsets to go; markers take offsets too
 * @param total offsets when it began
 * @param since when it began
 */
public record StoreRestore(String store, int partition, long restored, long remaining, long total, Instant since) {

	StoreRestore plus(long records, long left) {
		return new StoreRestore(this.store, this.partition, this.restored + records, left, this.total, this.since);
	}

}
