package io.windhover.api.execution;

import java.time.Duration;

/**
 * How long one request has waited for an owner, in pauses that grow.
 */
public final class Patience {

	private static final long FIRST_MILLIS = 20;

	private static final long LAST_MILLIS = 200;

	private final long since = System.nanoTime();

	private long pause = FIRST_MILLIS;

	/**
	 * Whether it has waited at least so long, or its thread is interrupted.
	 */
	public boolean isOver(Duration time) {
		return System.nanoTime() - this.since >= time.toNanos() || Thread.currentThread().isInterrupted();
	}

	/**
	 * Sleeps for 20 milliseconds at first and twice as long each time, up to 200; an
	 * interrupt ends it and stays set.
	 */
	public void pause() {
		try {
			// on the thread of the request: the owner is another process, which nothing
			// here hears of
			Thread.sleep(this.pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.pause = Math.min(LAST_MILLIS, this.pause * 2);
	}

}
