package io.windhover.indexer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerState;
import io.windhover.flow.FlowKey;
import io.windhover.topic.DeadLetters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an intake to safety: what the repository takes to the repository, the rest to
 * the dead letters.
 */
class BatchWriter {

	private static final Logger logger = LoggerFactory.getLogger(BatchWriter.class);

	private static final int DEAD_LETTER_SECONDS = 30;

	private final Repository repository;

	private final DeadLetters deadLetters;

	private final List<IndexerListener> listeners;

	BatchWriter(Repository repository, DeadLetters deadLetters, List<IndexerListener> listeners) {
		this.repository = repository;
		this.deadLetters = deadLetters;
		this.listeners = List.copyOf(listeners);
	}

	void open() {
		this.repository.open();
	}

	/**
	 * Returns when every document is with the repository.
	 */
	void write(Intake intake) {
		Batch batch = intake.batch();
		long start = System.nanoTime();
		List<Refusal> refusals = this.repository.write(batch);
		Duration duration = Duration.ofNanos(System.nanoTime() - start);
		refusals.forEach(intake::refused);
		tell("executions", batch.executions(), Execution::flow, duration);
		tell("task-runs", batch.taskRuns(), TaskRun::flow, duration);
		tell("triggers", batch.triggers(), TriggerState::flow, duration);
		tell("logs", batch.logs(), BatchWriter::flow, duration);
		tell("metrics", batch.metrics(), MetricDocument::flow, duration);
	}

	/**
	 * Returns when every broken record is with the dead letters.
	 */
	void bury(Intake intake) throws InterruptedException {
		CompletableFuture<?>[] sent = intake.broken()
			.stream()
			.map((each) -> this.deadLetters.add(each.message(), each.cause()))
			.toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.allOf(sent).get(DEAD_LETTER_SECONDS, TimeUnit.SECONDS);
			intake.broken().clear();
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new RepositoryException("The dead letters were not acknowledged: " + ex.getMessage(), ex);
		}
	}

	private <V> void tell(String index, List<V> documents, Function<V, FlowKey> flow, Duration duration) {
		Map<FlowKey, Integer> counts = new HashMap<>();
		documents.forEach((document) -> counts.merge(flow.apply(document), 1, Integer::sum));
		counts.forEach((key, count) -> {
			for (IndexerListener listener : this.listeners) {
				try {
					listener.indexed(key, index, count, duration);
				}
				catch (RuntimeException ex) {
					logger.warn("A listener of the indexer failed", ex);
				}
			}
		});
	}

	private static FlowKey flow(LogLine line) {
		return new FlowKey(line.namespace(), line.flowId());
	}

}
