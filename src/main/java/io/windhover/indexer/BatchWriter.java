package io.windhover.indexer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.FlowKey;
import io.windhover.instance.ListenerList;
import io.windhover.repository.Batch;
import io.windhover.repository.MetricDocument;
import io.windhover.repository.Refusal;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.topic.DeadLetters;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Brings an intake to safety: what the repository takes to the repository, the rest to
 * the dead letters.
 */
class BatchWriter {

	private static final int DEAD_LETTER_SECONDS = 30;

	private final Repository repository;

	private final ExecutionDeletions deletions;

	private final DeadLetters deadLetters;

	private final ListenerList<IndexerListener> listeners;

	private final Clock clock;

	BatchWriter(Repository repository, ExecutionDeletions deletions, DeadLetters deadLetters,
			ListenerList<IndexerListener> listeners, Clock clock) {
		this.repository = repository;
		this.deletions = deletions;
		this.deadLetters = deadLetters;
		this.listeners = listeners;
		this.clock = clock;
	}

	void open() {
		trying(() -> {
			this.repository.open();
			return true;
		});
	}

	Positions positions(Consumer<String, byte[]> consumer, IndexerState state) {
		return new Positions(consumer, this.repository, state);
	}

	/**
	 * Fails when the repository is another one than before.
	 */
	void requireSame() {
		if (this.repository.isReplaced()) {
			throw new RepositoryReplacedException();
		}
	}

	/**
	 * Returns when every document is with the repository.
	 */
	void write(PolledBatch intake) {
		trying(() -> {
			this.deletions.apply(intake);
			return true;
		});
		Batch batch = intake.batch();
		long start = System.nanoTime();
		List<Refusal> refusals = trying(() -> this.repository.write(batch));
		WrittenBatch written = new WrittenBatch(intake, Duration.ofNanos(System.nanoTime() - start), refusals);
		refusals.forEach(intake::refused);
		int documents = written.tell("executions", intake.executions(), Execution::flow)
				+ written.tell("task-runs", intake.taskRuns(), TaskRun::flow)
				+ written.tell("triggers", batch.triggers(), TriggerState::flow)
				+ written.tell("logs", batch.logs(), BatchWriter::flow)
				+ written.tell("metrics", batch.metrics(), MetricDocument::flow);
		this.listeners.tell((listener) -> listener.written(documents, written.duration));
	}

	/**
	 * Returns when every broken record is with the dead letters. Those that are there
	 * already are not put there again when others are tried again.
	 */
	void publishDeadLetters(PolledBatch intake) throws InterruptedException {
		Map<PolledBatch.Broken, CompletableFuture<?>> sent = new LinkedHashMap<>();
		intake.broken().forEach((each) -> sent.put(each, this.deadLetters.add(each.message(), each.cause())));
		try {
			CompletableFuture.allOf(sent.values().toArray(CompletableFuture<?>[]::new))
				.get(DEAD_LETTER_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			this.listeners.tell(IndexerListener::failed);
			throw new RepositoryException("The dead letters were not acknowledged: " + ex.getMessage(), ex);
		}
		finally {
			sent.forEach((each, future) -> {
				if (future.isDone() && !future.isCompletedExceptionally()) {
					intake.broken().remove(each);
					this.listeners.tell((listener) -> listener.deadLetter(each.message().topic()));
				}
			});
		}
	}

	private <T> T trying(Supplier<T> attempt) {
		try {
			return attempt.get();
		}
		catch (RepositoryException ex) {
			this.listeners.tell(IndexerListener::failed);
			throw ex;
		}
	}

	private static FlowKey flow(LogLine line) {
		return new FlowKey(line.namespace(), line.flowId());
	}

	/**
	 * Tells of a batch that the repository has acknowledged.
	 */
	private final class WrittenBatch {

		private final PolledBatch intake;

		private final Duration duration;

		private final Set<Object> refused = Collections.newSetFromMap(new IdentityHashMap<>());

		private final Instant now = BatchWriter.this.clock.instant();

		WrittenBatch(PolledBatch intake, Duration duration, List<Refusal> refusals) {
			this.intake = intake;
			this.duration = duration;
			refusals.forEach((refusal) -> this.refused.add(refusal.document()));
		}

		<V> int tell(String index, List<V> documents, Function<V, FlowKey> flow) {
			Map<FlowKey, Integer> counts = new HashMap<>();
			for (V document : documents) {
				if (!this.refused.contains(document)) {
					counts.merge(flow.apply(document), 1, Integer::sum);
					Duration age = Duration.between(this.intake.publishedAt(document), this.now);
					BatchWriter.this.listeners.tell((listener) -> listener.searchable(index, age));
				}
			}
			counts.forEach((key, count) -> BatchWriter.this.listeners
				.tell((listener) -> listener.indexed(key, index, count, this.duration)));
			return counts.values().stream().mapToInt(Integer::intValue).sum();
		}

	}

}
