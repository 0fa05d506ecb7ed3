package io.windhover.management.health;

import java.util.List;

import io.windhover.indexer.IndexerView;
import io.windhover.topic.record.NewerRecord;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this indexer has its partitions, goes on in all of them, and old documents go.
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
		List<String> stopped = this.indexer.stopped().values().stream().map(NewerRecord::reason).sorted().toList();
		String retentionError = this.indexer.retention().error();
		if (!ready) {
			builder.outOfService();
		}
		else if (retentionError != null || !stopped.isEmpty()) {
			builder.status(Statuses.DEGRADED);
		}
		else {
			builder.up();
		}
		builder.withDetail("ready", ready);
		if (!stopped.isEmpty()) {
			builder.withDetail("stopped", stopped);
		}
		if (retentionError != null) {
			builder.withDetail("retentionError", retentionError);
		}
	}

}
