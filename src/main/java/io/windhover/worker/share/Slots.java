package io.windhover.worker.share;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the attempts that run against the most that may.
 */
public class Slots {

	private final int max;

	private final AtomicInteger used = new AtomicInteger();

	private final Object released = new Object();

	public Slots(int max) {
		this.max = max;
	}

	public int max() {
		return this.max;
	}

	public int used() {
		return this.used.get();
	}

	public int free() {
		return this.max - this.used.get();
	}

	public boolean tryTake() {
		return this.used.getAndUpdate((now) -> Math.min(now + 1, this.max)) < this.max;
	}

	public void release() {
		this.used.decrementAndGet();
		synchronized (this.released) {
			this.released.notifyAll();
		}
	}

	/**
	 * Waits until so many are free.
	 * @return whether they are
	 */
	boolean awaitFree(int wanted, Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.released) {
			long left = timeout.toMillis();
			while (free() < wanted && left > 0) {
				this.released.wait(left);
				left = (deadline - System.nanoTime()) / 1_000_000;
			}
		}
		return free() >= wanted;
	}

	/**
	 * Waits until none is used.
	 * @return whether that is so
	 */
	public boolean awaitIdle(Duration timeout) throws InterruptedException {
		return awaitFree(this.max, timeout);
	}

}
