package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.indexer.IndexerView;
import io.windhover.indexer.RefillState;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the repository takes what the indexer writes. While it does not, the documents
 * wait in Kafka and executions go on, so this is never worse than DEGRADED.
 */
class RepositoryHealthIndicator extends AbstractHealthIndicator {

	private final IndexerView indexer;

	private final Clock clock;

	RepositoryHealthIndicator(IndexerView indexer, Clock clock) {
		super("The indexer cannot be read");
		this.indexer = indexer;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		String error = this.indexer.lastError();
		Instant acknowledged = this.indexer.lastAcknowledged();
		builder.withDetail("type", this.indexer.repositoryType());
		if (error != null) {
			builder.status(Statuses.DEGRADED).withDetail("error", error);
		}
		else {
			builder.up();
		}
		RefillState refill = this.indexer.refill();
		if (refill != null) {
			builder.status(Statuses.DEGRADED).withDetail("refill", refill);
		}
		if (acknowledged != null) {
			builder.withDetail("lastAcknowledged", acknowledged)
				.withDetail("age", Duration.between(acknowledged, this.clock.instant()));
		}
	}

}
