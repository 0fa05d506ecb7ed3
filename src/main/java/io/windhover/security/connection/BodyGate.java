package io.windhover.security.connection;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many threads of a port wait for clients to send their bodies, so that slow
 * clients never occupy them all.
 */
class BodyGate {

	private static final int PATIENCE_MILLIS = 100;

	private static final int LINGERING = 16;

	private final Semaphore reading;

	private final Semaphore queue;

	private final Semaphore lingering = new Semaphore(LINGERING);

	/**
	 * Leaves a quarter of the threads free of bodies.
	 * @param threads threads of the port
	 */
	BodyGate(int threads) {
		this.reading = new Semaphore(Math.max(1, threads / 2));
		this.queue = new Semaphore(threads / 4);
	}

	/**
	 * Takes a place among those that wait for a body.
	 * @return false when there was none for a moment
	 */
	boolean enter() {
		if (this.reading.tryAcquire()) {
			return true;
		}
		if (!this.queue.tryAcquire()) {
			return false;
		}
		try {
			return this.reading.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.queue.release();
		}
	}

	void leave() {
		this.reading.release();
	}

	/**
	 * Takes a place among those that receive the rest of a body after its answer.
	 */
	boolean linger() {
		return this.lingering.tryAcquire();
	}

	void endLinger() {
		this.lingering.release();
	}

}
