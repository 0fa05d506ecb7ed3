package io.windhover.indexer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What this indexer does now.
 */
public interface IndexerView {

	/**
	 * Whether it has its partitions.
	 */
	boolean isReady();

	/**
	 * When the repository last acknowledged a batch; null before the first.
	 */
	@Nullable Instant lastAcknowledged();

	/**
	 * Why the repository did not acknowledge the last batch; null when it did.
	 */
	@Nullable String lastError();

}
