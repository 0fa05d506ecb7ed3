package io.windhover.instance;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Work that a thread of its own repeats, from the start of its phase to its stop. It can
 * be started again after it was stopped.
 */
public abstract class RepeatedWork implements SmartLifecycle {

	private final ThreadPools pools;

	private final String name;

	private final int phase;

	private volatile @Nullable ScheduledExecutorService timer;

	/**
	 * Prepares it.
	 * @param name of the thread, and of the work among the scheduled tasks
	 * @param phase one of {@link Phases}, or beside one
	 */
	protected RepeatedWork(ThreadPools pools, String name, int phase) {
		this.pools = pools;
		this.name = name;
		this.phase = phase;
	}

	/**
	 * Does it once, and returns the time until it is done again.
	 */
	protected abstract Duration run();

	@Override
	public void start() {
		start(Duration.ZERO);
	}

	/**
	 * Does it when a time is over, and again when the time that it returned is.
	 */
	protected final void start(Duration first) {
		ScheduledExecutorService executor = this.pools.timer(this.name);
		this.timer = executor;
		this.pools.repeat(this.name, executor, first, this::run);
	}

	/**
	 * Interrupts it, and does not wait for its end.
	 */
	@Override
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
	protected final void stop(Duration patience, Runnable close) {
		ScheduledExecutorService executor = this.timer;
		if (executor == null) {
			return;
		}
		this.timer = null;
		executor.shutdownNow();
		try {
			if (executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
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
	@Override
	public final boolean isRunning() {
		return this.timer != null;
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

}
