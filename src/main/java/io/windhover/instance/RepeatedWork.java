package io.windhover.instance;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Work that a thread of its own repeats, from its start to its stop. It can be started
 * again after it was stopped.
 */
public final class RepeatedWork {

	private final ThreadPools pools;

	private final String name;

	private volatile @Nullable ScheduledExecutorService timer;

	/**
	 * Prepares it.
	 * @param name of the thread, and of the work among the scheduled tasks
	 */
	public RepeatedWork(ThreadPools pools, String name) {
		this.pools = pools;
		this.name = name;
	}

	/**
	 * Does it now, and again when the time that it returned is over.
	 */
	public void start(Supplier<Duration> work) {
		start(Duration.ZERO, work);
	}

	/**
	 * Does it when a time is over, and again when the time that it returned is.
	 */
	public void start(Duration first, Supplier<Duration> work) {
		ScheduledExecutorService executor = this.pools.timer(this.name);
		this.timer = executor;
		this.pools.repeat(this.name, executor, first, work);
	}

	/**
	 * Interrupts it, and does not wait for its end.
	 */
	public void stop() {
		ScheduledExecutorService executor = this.timer;
		if (executor != null) {
			this.timer = null;
			executor.shutdownNow();
		}
	}

	/**
	 * Interrupts it, and closes what it uses once it has ended.
	 * @param patience after which that stays open
	 */
	public void stop(Duration patience, Runnable close) {
		ScheduledExecutorService executor = this.timer;
		stop();
		try {
			if (executor != null && executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				close.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Whether it was started and not stopped since.
	 */
	public boolean isRunning() {
		return this.timer != null;
	}

}
