package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.windhover.cluster.Neighbours;
import io.windhover.indexer.IndexerView;
import io.windhover.indexer.RefillState;
import io.windhover.instance.Role;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the repository takes what the indexer writes. While it does not, the documents
 * wait in Kafka and executions go on, so this is never worse than DEGRADED.
 */
class RepositoryHealthIndicator extends AbstractHealthIndicator {

	private final IndexerView indexer;

	private final Neighbours neighbours;

	private final Clock clock;

	RepositoryHealthIndicator(IndexerView indexer, Neighbours neighbours, Clock clock) {
		super("The indexer cannot be read");
		this.indexer = indexer;
		this.neighbours = neighbours;
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
		List<String> others = this.indexer.isRepositoryEmbedded() ? otherIndexers() : List.of();
		if (!others.isEmpty()) {
			builder.status(Statuses.DEGRADED).withDetail("otherIndexers", others);
		}
		if (acknowledged != null) {
			builder.withDetail("lastAcknowledged", acknowledged)
				.withDetail("age", Duration.between(acknowledged, this.clock.instant()));
		}
	}

	/** They take documents away that this repository then does not have. */
	private List<String> otherIndexers() {
		return this.neighbours.with(Role.INDEXER).stream().map((each) -> each.instance().id()).toList();
	}

}
