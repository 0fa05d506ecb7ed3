package io.windhover.worker.attempt;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.windhover.worker.attempt.RunningAttempt.Stop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops attempts, by their timeout or when told to, and says so when one does not heed
 * it.
 */
public class Deadlines {

	private static final Logger logger = LoggerFactory.getLogger(Deadlines.class);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ScheduledExecutorService timer;

	/**
	 * Makes the watch over attempts.
	 * @param timer that interrupts them, see {@link TaskThreads#timer}
	 */
	public Deadlines(ScheduledExecutorService timer) {
		this.timer = timer;
	}

	/**
	 * Stops the attempt when its timeout is over, unless what this returns is run before.
	 */
	Runnable watch(RunningAttempt attempt) {
		Duration timeout = attempt.job().task().timeout();
		if (timeout == null) {
			return () -> {
			};
		}
		ScheduledFuture<?> pending = this.timer.schedule(() -> stop(attempt, Stop.TIMEOUT), timeout.toMillis(),
				TimeUnit.MILLISECONDS);
		return () -> pending.cancel(false);
	}

	/**
	 * Interrupts an attempt, once.
	 */
	public void stop(RunningAttempt attempt, Stop reason) {
		if (attempt.stop(reason)) {
			complainLater(attempt, reason);
		}
	}

	/**
	 * Interrupts an attempt, once, which is not to run again.
	 * @param reason who kills it and why
	 */
	public void kill(RunningAttempt attempt, String reason) {
		if (attempt.kill(reason)) {
			complainLater(attempt, Stop.KILL);
		}
	}

	private void complainLater(RunningAttempt attempt, Stop reason) {
		if (!this.timer.isShutdown()) {
			this.timer.schedule(() -> complain(attempt, reason), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.isCancelled();
		}
	}

	private static void complain(RunningAttempt attempt, Stop reason) {
		if (!attempt.isOver()) {
			logger.warn("Task run {} of type '{}' still runs {} s after it was interrupted ({})",
					attempt.job().taskRunId(), attempt.job().task().type(), PATIENCE.toSeconds(), reason);
		}
	}

}
