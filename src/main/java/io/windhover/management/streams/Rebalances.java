package io.windhover.management.streams;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The rebalances that a Kafka Streams client went through, the last of them with their
 * instants.
 */
class Rebalances {

	private static final int REMEMBERED = 1000;

	private final Deque<Instant> last = new ArrayDeque<>();

	private long count;

	synchronized void add(Instant now) {
		this.count++;
		this.last.addLast(now);
		if (this.last.size() > REMEMBERED) {
			this.last.removeFirst();
		}
	}

	synchronized long count() {
		return this.count;
	}

	synchronized long since(Instant from) {
		return this.last.stream().filter((each) -> each.isAfter(from)).count();
	}

}
