package io.windhover.worker.share;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the attempts that run against the most that may, and shares the room among the
 * worker groups that take them.
 */
public class Slots {

	private final int max;

	private final Map<String, SlotShare> shares = new LinkedHashMap<>();

	private volatile int used;

	/** For what may come from a poll that is under way. */
	private int reserved;

	/**
	 * Slots that are all free.
	 * @param groups who share them
	 */
	public Slots(int max, List<String> groups) {
		this.max = max;
		groups.forEach((group) -> this.shares.put(group, new SlotShare(this)));
	}

	/**
	 * The part of a group.
	 */
	public SlotShare share(String group) {
		return Objects.requireNonNull(this.shares.get(group), () -> "no slots for group " + group);
	}

	/**
	 * How many attempts may run at once, for all groups together.
	 */
	public int max() {
		return this.max;
	}

	/**
	 * How many slots are taken now, by all groups together.
	 */
	public int used() {
		return this.used;
	}

	/**
	 * Waits until none is used.
	 * @return whether that is so
	 */
	public synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		long left = timeout.toMillis();
		while (this.used > 0 && left > 0) {
			wait(left);
			left = (deadline - System.nanoTime()) / 1_000_000;
		}
		return this.used == 0;
	}

	/**
	 * What a group can still reserve: each other group that has nothing keeps one, and so
	 * does each that waits and has less.
	 */
	synchronized int reservable(SlotShare share) {
		int kept = 0;
		for (SlotShare other : this.shares.values()) {
			if (other != share && (other.held() == 0 || (other.waits() && other.held() < share.held()))) {
				kept++;
			}
		}
		return Math.max(0, this.max - this.used - this.reserved - kept);
	}

	synchronized boolean doesAnotherWait(SlotShare share) {
		return this.shares.values().stream().anyMatch((other) -> other != share && other.waits());
	}

	/** Those that neither run nor may come, whoever they are kept for. */
	synchronized int unreserved() {
		return this.max - this.used - this.reserved;
	}

	synchronized void reserved(int more) {
		this.reserved += more;
		notifyAll();
	}

	synchronized void used(int more) {
		this.used += more;
		notifyAll();
	}

}
