package io.windhover.indexer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.windhover.repository.RepositoryException;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Polls, writes, commits. While a batch cannot be written it is the only one in memory:
 * the partitions are paused, and polling goes on to stay a member of the group.
 */
class IndexingLoop implements ConsumerRebalanceListener {

	private static final Logger logger = LoggerFactory.getLogger(IndexingLoop.class);

	private static final Duration POLL = Duration.ofMillis(500);

	/** Each batch costs a commit to the repository and one to the broker. */
	private static final long BETWEEN_BATCHES_NANOS = Duration.ofMillis(100).toNanos();

	private final Consumer<String, byte[]> consumer;

	private final Topics topics;

	private final BatchWriter writer;

	private final IndexerState state;

	private final BackOff backOff;

	private final int fullBatch;

	private final Positions positions;

	/** Assigned, paused, and not yet where the repository ends. */
	private final Set<TopicPartition> unplaced = new HashSet<>();

	private @Nullable BackOffExecution wait;

	private long retryAt;

	/** When the next batch may begin unless it is a full one. */
	private long gatherUntil = System.nanoTime();

	private boolean open;

	private @Nullable PolledBatch pending;

	private boolean written;

	IndexingLoop(Consumer<String, byte[]> consumer, Topics topics, BatchWriter writer, IndexerState state,
			BackOff backOff, int fullBatch) {
		this.consumer = consumer;
		this.topics = topics;
		this.writer = writer;
		this.state = state;
		this.backOff = backOff;
		this.fullBatch = fullBatch;
		this.positions = writer.positions(consumer, state);
	}

	void run(BooleanSupplier running) throws InterruptedException {
		List<String> names = this.topics.documents().stream().<String>map(Topic::name).toList();
		this.consumer.subscribe(names, this);
		while (running.getAsBoolean()) {
			gather();
			ConsumerRecords<String, byte[]> polled = this.consumer.poll(untilRetry());
			this.writer.requireSame();
			if (!polled.isEmpty()) {
				this.pending = new PolledBatch(this.topics, polled);
				this.gatherUntil = System.nanoTime() + ((polled.count() < this.fullBatch) ? BETWEEN_BATCHES_NANOS : 0);
				this.written = false;
				this.pending.newer().values().forEach(this::stopAt);
			}
			if (this.wait == null || System.nanoTime() - this.retryAt >= 0) {
				attempt();
			}
		}
	}

	/**
	 * What comes alone is written at once, what follows soon after it is written
	 * together.
	 */
	private void gather() throws InterruptedException {
		long left = this.gatherUntil - System.nanoTime();
		if (left > 0 && this.wait == null) {
			TimeUnit.NANOSECONDS.sleep(left);
		}
	}

	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
		this.state.assigned(true);
		this.state.left(partitions);
		this.unplaced.addAll(partitions);
		this.consumer.pause(partitions);
	}

	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
		this.unplaced.removeAll(partitions);
		this.positions.revoked(partitions);
		this.state.left(partitions);
		if (this.pending != null) {
			this.pending.revoked(partitions);
		}
	}

	private void attempt() throws InterruptedException {
		try {
			if (!this.open) {
				this.writer.open();
				this.open = true;
				this.state.opened();
			}
			if (!this.unplaced.isEmpty()) {
				this.positions.seek(Set.copyOf(this.unplaced));
				this.unplaced.clear();
			}
			PolledBatch intake = this.pending;
			if (intake != null) {
				save(intake);
			}
			resume();
		}
		catch (RepositoryException ex) {
			pause(ex);
		}
	}

	private void save(PolledBatch intake) throws InterruptedException {
		if (!this.written) {
			this.writer.write(intake);
			this.written = true;
		}
		this.writer.publishDeadLetters(intake);
		try {
			ConsumerThread.commit(this.consumer, intake.offsets());
		}
		catch (RebalanceInProgressException ex) {
			logger.debug("A rebalance came before the commit: the batch is written again, which changes nothing", ex);
		}
		this.positions.reached(intake.offsets());
		this.pending = null;
		this.state.acknowledged();
	}

	private void resume() {
		if (this.wait != null) {
			logger.info("The repository takes documents again");
			this.wait = null;
		}
		Set<TopicPartition> paused = new HashSet<>(this.consumer.paused());
		paused.removeAll(this.state.stopped().keySet());
		this.consumer.resume(paused);
	}

	private void stopAt(NewerRecord record) {
		this.state.stopped(record);
		this.consumer.pause(Set.of(record.partition()));
		logger.error("The indexer has stopped reading {}. {}", record.partition(), record.reason());
	}

	private void pause(RepositoryException cause) {
		this.state.failed(cause);
		if (this.wait == null) {
			this.wait = this.backOff.start();
			this.consumer.pause(this.consumer.assignment());
		}
		long millis = this.wait.nextBackOff();
		this.retryAt = System.nanoTime() + Duration.ofMillis(millis).toNanos();
		logger.warn("Documents wait in Kafka, next try in {} ms: {}", millis, cause.getMessage());
	}

	private Duration untilRetry() {
		if (this.wait == null) {
			return this.open ? POLL : Duration.ZERO;
		}
		Duration left = Duration.ofNanos(Math.max(0, this.retryAt - System.nanoTime()));
		return (left.compareTo(POLL) < 0) ? left : POLL;
	}

	/**
	 * Makes a loop for a new consumer.
	 */
	@FunctionalInterface
	interface Factory {

		IndexingLoop loop(Consumer<String, byte[]> consumer);

	}

}
