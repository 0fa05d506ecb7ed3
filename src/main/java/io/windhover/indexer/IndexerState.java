package io.windhover.indexer;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the indexer's thread says of itself.
 */
class IndexerState implements IndexerView {

	private final Clock clock;

	private volatile boolean assigned;

	private volatile boolean open;

	private volatile @Nullable Instant lastAcknowledged;

	private volatile @Nullable String lastError;

	IndexerState(Clock clock) {
		this.clock = clock;
	}

	@Override
	public boolean isReady() {
		return this.assigned && this.open;
	}

	@Override
	public @Nullable Instant lastAcknowledged() {
		return this.lastAcknowledged;
	}

	@Override
	public @Nullable String lastError() {
		return this.lastError;
	}

	void assigned(boolean assigned) {
		this.assigned = assigned;
	}

	void opened() {
		this.open = true;
		this.lastError = null;
	}

	void acknowledged() {
		this.lastAcknowledged = this.clock.instant();
		this.lastError = null;
	}

	void failed(Exception cause) {
		this.lastError = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getName();
	}

}
