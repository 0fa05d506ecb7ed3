package io.windhover.api.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

import io.windhover.api.ApiView;
import io.windhover.api.web.Problems;
import io.windhover.topic.PartitionCount;
import org.jspecify.annotations.Nullable;

/**
 * About how many commands wait for the executor in each partition: as many as at the last
 * look, and those that this process sent since. Refuses what comes on top of too many,
 * before anything is written.
 */
class Backlog implements ApiView {

	/** A look that is older says nothing about now. */
	private static final Duration OUTDATED = Duration.ofSeconds(10);

	private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

	private final int max;

	private final Clock clock;

	private final AtomicLong rejected = new AtomicLong();

	private final AtomicBoolean asked = new AtomicBoolean();

	private volatile @Nullable Look last;

	Backlog(int max, Clock clock) {
		this.max = max;
		this.clock = clock;
	}

	/**
	 * Counts a create, or fails with a problem that says when to try again.
	 */
	void admit(String executionId) {
		ask();
		Look look = this.last;
		if (look == null || isOutdated(look)) {
			return;
		}
		int partition = PartitionCount.partition(executionId, look.waiting.length);
		long waiting = look.waiting(partition);
		if (waiting >= this.max) {
			this.rejected.incrementAndGet();
			throw Problems.tooMany(
					"%d commands wait for the executor in the partition of this execution, as many as may."
						.formatted(waiting),
					"Try again after the seconds of Retry-After. If nothing gets less, see GET /kafkastreams on the "
							+ "management port for how far behind the executor is; windhover.api.max-backlog allows more.",
					retryAfter(look, partition));
		}
		look.sent.incrementAndGet(partition);
	}

	/**
	 * Has the next look made although nothing is created.
	 */
	void ask() {
		this.asked.set(true);
	}

	/**
	 * Whether somebody asked since this was last called.
	 */
	boolean isAsked() {
		return this.asked.getAndSet(false);
	}

	/**
	 * What this process had sent before a look begins: what is sent while it looks may be
	 * counted twice until the next.
	 */
	long[] sent() {
		Look look = this.last;
		if (look == null) {
			return new long[0];
		}
		long[] sent = new long[look.sent.length()];
		for (int i = 0; i < sent.length; i++) {
			sent[i] = look.sent.get(i);
		}
		return sent;
	}

	/**
	 * Takes over what a look found.
	 * @param sentBefore what {@link #sent()} was before it
	 * @param waiting commands by partition
	 * @param processed commands by partition that are done with, since ever
	 */
	void looked(long[] sentBefore, long[] waiting, long[] processed) {
		Look before = this.last;
		AtomicLongArray sent = new AtomicLongArray(waiting.length);
		if (before != null && before.waiting.length == waiting.length) {
			for (int i = 0; i < waiting.length; i++) {
				sent.set(i, before.sent.get(i) - sentBefore[i]);
			}
		}
		this.last = new Look(this.clock.instant(), waiting, processed, sent, before);
	}

	@Override
	public long rejectedForBacklog() {
		return this.rejected.get();
	}

	@Override
	public boolean isRejecting() {
		Look look = this.last;
		return look != null && !isOutdated(look)
				&& IntStream.range(0, look.waiting.length).anyMatch((each) -> look.waiting(each) >= this.max);
	}

	private boolean isOutdated(Look look) {
		return look.at.plus(OUTDATED).isBefore(this.clock.instant());
	}

	/** When half of them are likely to be done with. */
	private Duration retryAfter(Look look, int partition) {
		double perSecond = look.perSecond(partition);
		if (perSecond <= 0) {
			return LONGEST_RETRY;
		}
		Duration half = Duration.ofSeconds((long) Math.ceil(look.waiting(partition) / 2.0 / perSecond));
		return (half.compareTo(SHORTEST_RETRY) < 0) ? SHORTEST_RETRY
				: (half.compareTo(LONGEST_RETRY) > 0) ? LONGEST_RETRY : half;
	}

	/** What was found at an instant, and sent since. */
	private static final class Look {

		private final Instant at;

		private final long[] waiting;

		private final long[] processed;

		private final AtomicLongArray sent;

		private final double[] perSecond;

		Look(Instant at, long[] waiting, long[] processed, AtomicLongArray sent, @Nullable Look before) {
			this.at = at;
			this.waiting = waiting;
			this.processed = processed;
			this.sent = sent;
			this.perSecond = new double[waiting.length];
			if (before != null && before.processed.length == processed.length && at.isAfter(before.at)) {
				double seconds = Duration.between(before.at, at).toNanos() / 1e9;
				for (int i = 0; i < processed.length; i++) {
					this.perSecond[i] = (processed[i] - before.processed[i]) / seconds;
				}
			}
		}

		long waiting(int partition) {
			return this.waiting[partition] + this.sent.get(partition);
		}

		double perSecond(int partition) {
			return this.perSecond[partition];
		}

	}

}
