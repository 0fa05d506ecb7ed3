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

	public boolean isOver(Duration time) {
		return System.nanoTime() - this.since >= time.toNanos() || Thread.currentThread().isInterrupted();
	}

	public void pause() {
		try {
			Thread.sleep(this.pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.pause = Math.min(LAST_MILLIS, this.pause * 2);
	}

}
