package io.windhover.worker.share;

import java.time.Duration;

/**
 * The slots of one worker group among all. What a poll may bring is reserved before the
 * poll, so that no two groups count on the same slot; a slot that gets free goes to the
 * waiting group that has fewest.
 */
public class SlotShare {

	private final Slots slots;

	private int used;

	private int reserved;

	private boolean waits;

	SlotShare(Slots slots) {
		this.slots = slots;
	}

	/**
	 * Takes a slot, one that is reserved if there is any.
	 */
	public boolean tryTake() {
		synchronized (this.slots) {
			if (this.reserved > 0) {
				this.reserved--;
				this.slots.reserved(-1);
			}
			else if (this.slots.unreserved() <= 0) {
				return false;
			}
			this.used++;
			this.slots.used(1);
			return true;
		}
	}

	/**
	 * Gives a slot back.
	 */
	public void release() {
		synchronized (this.slots) {
			this.used--;
			this.slots.used(-1);
		}
	}

	/**
	 * How many polls of this group may count on. While another group waits it is one at
	 * most, so that a group without jobs does not hold what others need.
	 */
	int free() {
		synchronized (this.slots) {
			int free = this.reserved + this.slots.reservable(this);
			return this.slots.doesAnotherWait(this) ? Math.min(free, 1) : free;
		}
	}

	/**
	 * Reserves what a poll may bring, until it is taken or given up.
	 * @return false when so many are not free
	 */
	boolean reserve(int wanted) {
		synchronized (this.slots) {
			int missing = wanted - this.reserved;
			if (missing > this.slots.reservable(this)) {
				this.waits = true;
				return false;
			}
			this.waits = false;
			if (missing > 0) {
				this.reserved += missing;
				this.slots.reserved(missing);
			}
			return true;
		}
	}

	/**
	 * Gives up what is reserved: nothing more can come.
	 */
	void giveUp() {
		synchronized (this.slots) {
			this.waits = false;
			this.slots.reserved(-this.reserved);
			this.reserved = 0;
		}
	}

	/**
	 * Waits until so many can be reserved, or the time is over.
	 */
	void awaitFree(int wanted, Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.slots) {
			this.waits = true;
			long left = timeout.toMillis();
			while (this.reserved + this.slots.reservable(this) < wanted && left > 0) {
				this.slots.wait(left);
				left = (deadline - System.nanoTime()) / 1_000_000;
			}
		}
	}

	int held() {
		return this.used + this.reserved;
	}

	boolean waits() {
		return this.waits;
	}

}
