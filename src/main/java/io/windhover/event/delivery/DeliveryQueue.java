package io.windhover.event.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The events of a subscription that were read and are not delivered, a line for each
 * subject: the first of a line is on its way or waits for its next attempt, the others
 * wait for it, and no line waits for another. How many there are is bounded.
 */
class DeliveryQueue {

	/** Events in memory. */
	static final int MOST = 1000;

	/** Records between one that is not delivered and the last one read. */
	static final int WINDOW = 10_000;

	private final int concurrency;

	private final Map<LineKey, Line> lines = new HashMap<>();

	private final Deque<Line> ready = new ArrayDeque<>();

	private final PriorityQueue<Line> waiting = new PriorityQueue<>(Comparator.comparing((Line line) -> line.due));

	private final Map<TopicPartition, Progress> partitions = new HashMap<>();

	private int sending;

	private int size;

	private boolean closed;

	/**
	 * An empty one.
	 * @param concurrency events on their way at once
	 */
	DeliveryQueue(int concurrency) {
		this.concurrency = concurrency;
	}

	/** Follows a partition from an offset on. */
	synchronized void assigned(TopicPartition partition, long start) {
		this.partitions.put(partition, new Progress(start));
	}

	/** Forgets what goes on elsewhere. */
	synchronized void revoked(Collection<TopicPartition> gone) {
		this.partitions.keySet().removeAll(gone);
		this.lines.values().removeIf((line) -> {
			boolean over = gone.contains(line.key.partition());
			if (over) {
				line.gone = true;
				this.size -= line.deliveries.size();
			}
			return over;
		});
		this.ready.removeIf((line) -> line.gone);
		this.waiting.removeIf((line) -> line.gone);
	}

	/** Takes an event that was read. */
	synchronized void add(Delivery delivery) {
		Progress progress = this.partitions.get(delivery.partition());
		if (progress == null) {
			return;
		}
		progress.open.add(delivery.message().offset());
		this.size++;
		Line line = this.lines.computeIfAbsent(new LineKey(delivery.partition(), delivery.event().subject()),
				Line::new);
		line.deliveries.add(delivery);
		if (line.deliveries.size() == 1) {
			this.ready.add(line);
		}
	}

	/** All before an offset was read, and added if it is to be delivered. */
	synchronized void advance(TopicPartition partition, long next) {
		Progress progress = this.partitions.get(partition);
		if (progress != null) {
			progress.read = Math.max(progress.read, next);
		}
	}

	/** What is to be sent now; what became of each must be told. */
	synchronized List<Delivery> begin(Instant now) {
		for (Line line = this.waiting.peek(); line != null && !line.due.isAfter(now); line = this.waiting.peek()) {
			this.ready.add(this.waiting.remove());
		}
		List<Delivery> begun = new ArrayList<>();
		while (!this.closed && this.sending < this.concurrency && !this.ready.isEmpty()) {
			Delivery delivery = this.ready.remove().deliveries.getFirst();
			delivery.begin(now);
			this.sending++;
			begun.add(delivery);
		}
		return begun;
	}

	/**
	 * An event was delivered, or is with the dead letters.
	 * @return whether it was still here
	 */
	synchronized boolean done(Delivery delivery) {
		Line line = sent(delivery);
		if (line == null) {
			return false;
		}
		this.size--;
		line.deliveries.removeFirst();
		Progress progress = this.partitions.get(delivery.partition());
		if (progress != null) {
			progress.open.remove(delivery.message().offset());
		}
		if (line.deliveries.isEmpty()) {
			this.lines.remove(line.key);
		}
		else {
			this.ready.add(line);
		}
		return true;
	}

	/** An attempt failed; the line waits for the next one. */
	synchronized void retry(Delivery delivery, String cause, Instant due) {
		Line line = sent(delivery);
		if (line != null) {
			delivery.failed(cause);
			line.due = due;
			this.waiting.add(line);
		}
	}

	private @Nullable Line sent(Delivery delivery) {
		this.sending--;
		notifyAll();
		Line line = this.lines.get(new LineKey(delivery.partition(), delivery.event().subject()));
		return (line != null && line.deliveries.peekFirst() == delivery) ? line : null;
	}

	/** Up to where all is delivered. */
	synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		this.partitions
			.forEach((partition, progress) -> offsets.put(partition, new OffsetAndMetadata(progress.delivered())));
		return offsets;
	}

	/** The partitions of which no more may be read for now. */
	synchronized Set<TopicPartition> full() {
		Set<TopicPartition> full = new HashSet<>();
		this.partitions.forEach((partition, progress) -> {
			if (this.size >= MOST || progress.read - progress.delivered() >= WINDOW) {
				full.add(partition);
			}
		});
		return full;
	}

	/** How many were read and are not delivered. */
	synchronized int size() {
		return this.size;
	}

	/** The event that is tried for the longest time; null where none has failed. */
	synchronized @Nullable Delivery oldestFailing() {
		return this.lines.values()
			.stream()
			.map((line) -> line.deliveries.getFirst())
			.filter((each) -> each.error() != null)
			.min(Comparator.comparing((Delivery each) -> each.firstAttemptAt(),
					Comparator.nullsLast(Comparator.naturalOrder())))
			.orElse(null);
	}

	/** Begins nothing more, and waits some time for what is on its way. */
	synchronized void close(long millis) throws InterruptedException {
		this.closed = true;
		long deadline = System.nanoTime() + millis * 1_000_000;
		while (this.sending > 0) {
			long left = (deadline - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				return;
			}
			wait(left);
		}
	}

	private record LineKey(TopicPartition partition, String subject) {
	}

	private static final class Line {

		private final LineKey key;

		private final Deque<Delivery> deliveries = new ArrayDeque<>();

		private Instant due = Instant.EPOCH;

		private boolean gone;

		Line(LineKey key) {
			this.key = key;
		}

	}

	/** How far a partition is. */
	private static final class Progress {

		/** Those that are not delivered. */
		private final TreeSet<Long> open = new TreeSet<>();

		private long read;

		Progress(long start) {
			this.read = start;
		}

		long delivered() {
			return this.open.isEmpty() ? this.read : this.open.first();
		}

	}

}
