package io.windhover.worker.attempt;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the executor what becomes of jobs.
 */
public class ResultPublisher {

	private static final Logger logger = LoggerFactory.getLogger(ResultPublisher.class);

	private static final long RETRY_MILLIS = 1000;

	private final Publisher publisher;

	private final Topics topics;

	private final InstanceRef worker;

	private final BooleanSupplier fenced;

	private final Clock clock;

	/**
	 * Prepares the results of a worker.
	 * @param fenced whether another process has the instance id; then nothing is sent
	 */
	public ResultPublisher(Publisher publisher, Topics topics, InstanceRef worker, BooleanSupplier fenced,
			Clock clock) {
		this.publisher = publisher;
		this.topics = topics;
		this.worker = worker;
		this.fenced = fenced;
		this.clock = clock;
	}

	/**
	 * Sends once that an attempt has started.
	 * @return fails when Kafka does not accept it, and where this worker is fenced
	 */
	public CompletableFuture<?> started(Job job, Instant at) {
		return send(new TaskResult.Started(job.executionId(), job.taskRunId(), job.attempt(), this.worker, at));
	}

	/**
	 * Makes the result of a job that goes back to the queue; sends nothing.
	 */
	public TaskResult.Returned returned(Job job, String reason) {
		return new TaskResult.Returned(job.executionId(), job.taskRunId(), job.attempt(), this.worker,
				this.clock.instant(), job.queuedAt(), reason);
	}

	TaskResult.Ended ended(Job job, AttemptOutcome outcome, Instant at) {
		return new TaskResult.Ended(job.executionId(), job.taskRunId(), job.attempt(), this.worker, at, outcome.state(),
				outcome.outputs(), outcome.outputsSize(), outcome.metrics(), outcome.error(), outcome.change(),
				outcome.snapshot(), (outcome.state() == State.FAILED) ? outcome.logged() : null);
	}

	/**
	 * Makes the result of a killed attempt; sends nothing.
	 * @param reason who killed it and why; null where that is unknown
	 */
	public TaskResult.Ended killed(Job job, @Nullable String reason) {
		return ended(job, AttemptOutcome.killed(reason), this.clock.instant());
	}

	/**
	 * Sends a result once.
	 */
	public CompletableFuture<?> send(TaskResult result) {
		if (this.fenced.getAsBoolean()) {
			return CompletableFuture
				.failedFuture(new IllegalStateException("another process has the id of this instance"));
		}
		try {
			return this.publisher.send(this.topics.taskResults(), result.executionId(), result);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Sends a result until the broker has it, or this worker is fenced: then others do
	 * the work.
	 * @throws RecordTooLargeException when the broker will never take it
	 */
	void publish(TaskResult result) throws InterruptedException {
		boolean failed = false;
		while (!this.fenced.getAsBoolean()) {
			try {
				send(result).get();
				if (failed) {
					logger.info("The result of task run {} was published at last", result.taskRunId());
				}
				return;
			}
			catch (ExecutionException ex) {
				RecordTooLargeException tooLarge = tooLarge(ex);
				if (tooLarge != null) {
					throw tooLarge;
				}
				if (!failed) {
					logger.warn("The result of task run {} cannot be published yet: {}", result.taskRunId(),
							ex.getMessage());
				}
				failed = true;
				// on the thread of the attempt: only another try shows that the broker is
				// back
				Thread.sleep(RETRY_MILLIS);
			}
		}
	}

	private static @Nullable RecordTooLargeException tooLarge(Throwable thrown) {
		Throwable cause = thrown;
		while (cause != null) {
			if (cause instanceof RecordTooLargeException found) {
				return found;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
