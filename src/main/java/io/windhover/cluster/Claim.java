package io.windhover.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * What a process that starts hears of its id. All records of an id are in one partition,
 * so all claims of it are heard in the same order everywhere, and of several that start
 * at the same time only the first sees no other before its own.
 */
class Claim {

	private final InstanceRef self;

	private final @Nullable String predecessor;

	/** Incarnations before the own claim that may live. */
	private final Map<String, Heartbeat> rivals = new HashMap<>();

	private int ownHeard;

	private @Nullable Heartbeat winner;

	/**
	 * Begins without having heard anything.
	 * @param predecessor an incarnation that is known to be dead; null when none is
	 */
	Claim(InstanceRef self, @Nullable String predecessor) {
		this.self = self;
		this.predecessor = predecessor;
	}

	/**
	 * Takes a heartbeat of the id.
	 * @param live whether it was sent since this process listens
	 */
	synchronized void accept(Heartbeat heartbeat, boolean live) {
		String incarnation = heartbeat.instance().incarnation();
		if (incarnation.equals(this.self.incarnation())) {
			this.ownHeard++;
		}
		else if (live || !incarnation.equals(this.predecessor)) {
			hear(incarnation, heartbeat, live);
		}
		else {
			// whatever was before it is over too
			this.rivals.clear();
		}
		notifyAll();
	}

	/**
	 * An incarnation ended in good order.
	 */
	synchronized void ended(@Nullable String incarnation) {
		if (incarnation != null) {
			this.rivals.remove(incarnation);
		}
		else {
			this.rivals.clear();
		}
		notifyAll();
	}

	private void hear(String incarnation, Heartbeat heartbeat, boolean live) {
		switch (heartbeat.standing()) {
			case FENCED -> this.rivals.remove(incarnation);
			case HOLDING -> {
				this.rivals.clear();
				add(incarnation, heartbeat, live);
			}
			case CLAIMING -> {
				if (this.ownHeard == 0 || this.rivals.containsKey(incarnation)) {
					add(incarnation, heartbeat, live);
				}
			}
		}
	}

	private void add(String incarnation, Heartbeat heartbeat, boolean live) {
		this.rivals.put(incarnation, heartbeat);
		if (live && this.winner == null) {
			this.winner = heartbeat;
		}
	}

	/**
	 * The living process that came first; null when none was heard.
	 */
	synchronized @Nullable Heartbeat winner() {
		return this.winner;
	}

	/**
	 * Whether nobody is left who may have the id.
	 */
	synchronized boolean isUncontested() {
		return this.rivals.isEmpty();
	}

	/**
	 * Waits until so many of its own claims were heard, and with them all that was sent
	 * before.
	 */
	synchronized void awaitOwn(int count) throws InterruptedException {
		while (this.ownHeard < count) {
			wait();
		}
	}

	/**
	 * Waits until it is decided, but no longer than that.
	 */
	synchronized void awaitDecision(Duration atMost) throws InterruptedException {
		long deadline = System.nanoTime() + atMost.toNanos();
		while (this.winner == null && !this.rivals.isEmpty()) {
			long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (left <= 0) {
				return;
			}
			wait(left);
		}
	}

}
