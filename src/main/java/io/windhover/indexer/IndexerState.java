package io.windhover.indexer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.windhover.flow.FlowKey;
import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the indexer's thread says of itself.
 */
class IndexerState implements IndexerView, IndexerListener {

	private final String repositoryType;

	private final boolean repositoryEmbedded;

	private final Clock clock;

	private final Map<String, LongAdder> indexed = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> deadLetters = new ConcurrentHashMap<>();

	private final Map<TopicPartition, NewerRecord> stopped = new ConcurrentHashMap<>();

	private volatile boolean assigned;

	private volatile boolean open;

	private volatile @Nullable Instant lastAcknowledged;

	private volatile @Nullable WrittenBatch lastBatch;

	private volatile @Nullable Failure failure;

	private volatile RetentionState retention;

	private volatile @Nullable RefillState refill;

	IndexerState(String repositoryType, boolean repositoryEmbedded, @Nullable Duration retention, Clock clock) {
		this.repositoryType = repositoryType;
		this.repositoryEmbedded = repositoryEmbedded;
		this.retention = new RetentionState(retention, null, null, null);
		this.clock = clock;
	}

	@Override
	public boolean isReady() {
		return this.assigned && this.open;
	}

	@Override
	public String repositoryType() {
		return this.repositoryType;
	}

	@Override
	public boolean isRepositoryEmbedded() {
		return this.repositoryEmbedded;
	}

	@Override
	public @Nullable Instant lastAcknowledged() {
		return this.lastAcknowledged;
	}

	@Override
	public @Nullable WrittenBatch lastBatch() {
		return this.lastBatch;
	}

	@Override
	public @Nullable String lastError() {
		Failure current = this.failure;
		return (current != null) ? current.message() : null;
	}

	@Override
	public @Nullable Failure failure() {
		return this.failure;
	}

	@Override
	public Map<String, Long> indexed() {
		return sums(this.indexed);
	}

	@Override
	public Map<String, Long> deadLetters() {
		return sums(this.deadLetters);
	}

	@Override
	public Map<TopicPartition, NewerRecord> stopped() {
		return Map.copyOf(this.stopped);
	}

	@Override
	public @Nullable RefillState refill() {
		return this.refill;
	}

	@Override
	public RetentionState retention() {
		return this.retention;
	}

	@Override
	public void indexed(FlowKey flow, String index, int count, Duration duration) {
		this.indexed.computeIfAbsent(index, (key) -> new LongAdder()).add(count);
	}

	@Override
	public void written(int documents, Duration duration) {
		this.lastBatch = new WrittenBatch(this.clock.instant(), documents, duration);
	}

	@Override
	public void deadLetter(String topic) {
		this.deadLetters.computeIfAbsent(topic, (key) -> new LongAdder()).increment();
	}

	/**
	 * Notes how far a refill is; it ends when none remain.
	 */
	void refill(long records, long remaining) {
		RefillState before = this.refill;
		Instant since = (before != null) ? before.since() : this.clock.instant();
		this.refill = (remaining > 0) ? new RefillState(since, records, remaining) : null;
	}

	void retention(RetentionState retention) {
		this.retention = retention;
	}

	/**
	 * Notes a record that the indexer does not go past.
	 */
	void stopped(NewerRecord at) {
		this.stopped.put(at.partition(), at);
	}

	void left(Collection<TopicPartition> partitions) {
		this.stopped.keySet().removeAll(partitions);
	}

	void assigned(boolean assigned) {
		this.assigned = assigned;
	}

	void opened() {
		this.open = true;
		this.failure = null;
	}

	void acknowledged() {
		this.lastAcknowledged = this.clock.instant();
		this.failure = null;
	}

	void failed(Exception cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getName();
		Failure before = this.failure;
		this.failure = (before != null) ? new Failure(message, before.since(), before.tries() + 1)
				: new Failure(message, this.clock.instant(), 1);
	}

	private static Map<String, Long> sums(Map<String, LongAdder> counts) {
		Map<String, Long> sums = new TreeMap<>();
		counts.forEach((key, count) -> sums.put(key, count.sum()));
		return sums;
	}

}
