package io.windhover.management.health;

import io.windhover.indexer.IndexerView;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this indexer has its partitions, and old documents go.
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
		String retentionError = this.indexer.retention().error();
		if (!ready) {
			builder.outOfService();
		}
		else if (retentionError != null) {
			builder.status(Statuses.DEGRADED);
		}
		else {
			builder.up();
		}
		builder.withDetail("ready", ready);
		if (retentionError != null) {
			builder.withDetail("retentionError", retentionError);
		}
	}

}
