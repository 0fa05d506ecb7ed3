package io.windhover.worker.attempt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.worker.WorkerListeners;
import io.windhover.worker.attempt.RunningAttempt.Stop;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs attempts, each on a thread, and reports what became of them. A slot stays taken
 * until the report is acknowledged, so that nothing is lost.
 */
public class AttemptRunner {

	private static final Logger logger = LoggerFactory.getLogger(AttemptRunner.class);

	private final ExecutorService threads;

	private final Attempts attempts;

	private final TaskWork work;

	private final ResultPublisher results;

	private final Deadlines deadlines;

	private final WorkerListeners listeners;

	private final CurrentSpan span;

	private final Clock clock;

	/**
	 * Makes the runner of attempts.
	 * @param threads that run one attempt each
	 */
	public AttemptRunner(ExecutorService threads, Attempts attempts, TaskWork work, ResultPublisher results,
			Deadlines deadlines, WorkerListeners listeners, CurrentSpan span, Clock clock) {
		this.threads = threads;
		this.attempts = attempts;
		this.work = work;
		this.results = results;
		this.deadlines = deadlines;
		this.listeners = listeners;
		this.span = span;
		this.clock = clock;
	}

	/**
	 * Runs an attempt that has its slot and whose start is known to the executor.
	 */
	public void start(RunningAttempt attempt) {
		this.threads.execute(() -> named(attempt.job(), () -> run(attempt)));
	}

	/**
	 * Gives back an attempt that did not get to run, because nobody knows whether its
	 * start was heard.
	 */
	public void abandon(RunningAttempt attempt, String reason) {
		this.threads.execute(() -> named(attempt.job(), () -> giveBack(attempt, reason)));
	}

	private void run(RunningAttempt attempt) throws InterruptedException {
		Job job = attempt.job();
		this.listeners.started(job, positive(Duration.between(job.queuedAt(), attempt.startedAt())));
		if (job.attempt() > 1) {
			this.listeners.retried(job);
		}
		AttemptOutcome outcome = AttemptOutcome.killed(attempt.killReason());
		if (attempt.begin()) {
			Runnable unwatch = this.deadlines.watch(attempt);
			try {
				outcome = this.work.run(job, attempt::context, (result) -> judge(attempt, result));
			}
			finally {
				unwatch.run();
			}
		}
		if (attempt.end() == Stop.SHUTDOWN && outcome.state() != State.SUCCESS) {
			giveBack(attempt, "shutdown");
			return;
		}
		report(attempt, outcome);
	}

	private static AttemptOutcome judge(RunningAttempt attempt, AttemptOutcome outcome) {
		Stop stop = attempt.end();
		if (stop == Stop.KILL || (stop == Stop.SHUTDOWN && outcome.state() != State.SUCCESS)) {
			return AttemptOutcome.killed(attempt.killReason()).with(outcome.metrics());
		}
		if (stop == Stop.TIMEOUT) {
			return AttemptOutcome.failed("timed out after " + attempt.job().task().timeout(), null)
				.with(outcome.metrics());
		}
		return outcome;
	}

	private void report(RunningAttempt attempt, AttemptOutcome outcome) throws InterruptedException {
		Job job = attempt.job();
		Instant now = this.clock.instant();
		AttemptOutcome reported = outcome;
		try {
			if (attempt.claimReport()) {
				reported = publish(job, outcome, now);
			}
		}
		finally {
			this.attempts.ended(attempt);
			attempt.releaseSlot();
		}
		this.listeners.ended(job, reported.state(), positive(Duration.between(attempt.startedAt(), now)));
	}

	private AttemptOutcome publish(Job job, AttemptOutcome outcome, Instant now) throws InterruptedException {
		try {
			this.results.publish(this.results.ended(job, outcome, now));
			return outcome;
		}
		catch (RecordTooLargeException ex) {
			AttemptOutcome failed = AttemptOutcome
				.failed("the result is larger than Kafka takes: " + ex.getMessage(), null)
				.logging(outcome.logged());
			this.results.publish(this.results.ended(job, failed, now));
			return failed;
		}
	}

	private void giveBack(RunningAttempt attempt, String reason) throws InterruptedException {
		try {
			if (attempt.claimReport()) {
				TaskResult returned = this.results.returned(attempt.job(), reason);
				this.results.publish(returned);
			}
		}
		finally {
			this.attempts.remove(attempt);
			attempt.releaseSlot();
		}
	}

	private static Duration positive(Duration duration) {
		return duration.isNegative() ? Duration.ZERO : duration;
	}

	private void named(Job job, Work work) {
		Thread thread = Thread.currentThread();
		String name = thread.getName();
		thread.setName("task-" + job.taskRunId());
		MDC.put("executionId", job.executionId());
		MDC.put("taskRunId", job.taskRunId());
		MDC.put("namespace", job.namespace());
		MDC.put("flowId", job.flowId());
		MDC.put("attempt", String.valueOf(job.attempt()));
		try {
			this.span.during(job.trace(), job::spanId, () -> work(job, work));
		}
		finally {
			MDC.clear();
			thread.setName(name);
		}
	}

	private static void work(Job job, Work work) {
		try {
			work.run();
		}
		catch (InterruptedException ex) {
			logger.warn("The process ends before the result of task run {} is published", job.taskRunId());
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.error("Task run {} could not be reported", job.taskRunId(), ex);
		}
	}

	private interface Work {

		void run() throws InterruptedException;

	}

}
