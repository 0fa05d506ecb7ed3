package io.windhover.management.health;

import io.windhover.indexer.IndexerView;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this indexer has its partitions.
 */
class IndexerHealthIndicator extends AbstractHealthIndicator {

	private final IndexerView indexer;

	IndexerHealthIndicator(IndexerView indexer) {
		super("The indexer cannot be read");
		this.indexer = indexer;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean ready = this.indexer.isReady();
		if (ready) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("ready", ready);
	}

}
