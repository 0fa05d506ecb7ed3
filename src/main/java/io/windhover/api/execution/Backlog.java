package io.windhover.api.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

import io.windhover.api.ApiView;
import io.windhover.api.web.Problems;
import io.windhover.flow.WorkerGroup;
import io.windhover.topic.PartitionCount;
import org.jspecify.annotations.Nullable;

/**
 * About how many commands wait for the executor in each partition, as many as at the last
 * look and those that this process sent since, and how many jobs wait for workers.
 * Refuses what comes on top of too many, before anything is written.
 */
class Backlog implements ApiView {

	/** A look that is older says nothing about now. */
	private static final Duration OUTDATED = Duration.ofSeconds(10);

	private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

	private final int max;

	private final int maxJobs;

	private final Clock clock;

	private final AtomicLong rejected = new AtomicLong();

	private final AtomicLong rejectedForJobs = new AtomicLong();

	private final AtomicBoolean asked = new AtomicBoolean();

	private volatile @Nullable Look last;

	/** By worker group. */
	private final Map<String, Look> lastJobs = new ConcurrentHashMap<>();

	/**
	 * With the most commands that may wait in a partition, and the most jobs of a worker
	 * group.
	 */
	Backlog(int max, int maxJobs, Clock clock) {
		this.max = max;
		this.maxJobs = maxJobs;
		this.clock = clock;
	}

	/**
	 * Counts a create, or fails with a problem that says when to try again.
	 * @param groups that tasks of its flow name, beside the default group
	 */
	void admit(String executionId, Collection<String> groups) {
		ask();
		requireFewJobs(WorkerGroup.DEFAULT);
		groups.forEach(this::requireFewJobs);
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

	private void requireFewJobs(String group) {
		Look jobs = this.lastJobs.get(group);
		if (jobs == null || !isFull(jobs, this.maxJobs)) {
			return;
		}
		this.rejectedForJobs.incrementAndGet();
		String whose = group.equals(WorkerGroup.DEFAULT) ? "" : " of group '%s'".formatted(group);
		throw Problems.tooMany(
				"%d jobs wait for workers%s, and at most %d may.".formatted(jobs.waiting(0), whose, this.maxJobs),
				"Try again after the seconds of Retry-After. If nothing gets less, see GET /worker on the management "
						+ "port for what the workers do: more of them, or more windhover.worker.slots, take more at "
						+ "once; windhover.api.max-waiting-jobs allows more.",
				retryAfter(jobs, 0));
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

	/**
	 * Takes over what a look found of the jobs of a worker group.
	 * @param settled jobs that are done with, since ever
	 */
	void lookedAtJobs(String group, long waiting, long settled) {
		this.lastJobs.put(group, new Look(this.clock.instant(), new long[] { waiting }, new long[] { settled },
				new AtomicLongArray(1), this.lastJobs.get(group)));
	}

	@Override
	public long rejectedForBacklog() {
		return this.rejected.get();
	}

	@Override
	public long rejectedForJobs() {
		return this.rejectedForJobs.get();
	}

	@Override
	public boolean isRejectingForBacklog() {
		return isFull(this.last, this.max);
	}

	@Override
	public boolean isRejectingForJobs() {
		return this.lastJobs.values().stream().anyMatch((look) -> isFull(look, this.maxJobs));
	}

	private boolean isFull(@Nullable Look look, int max) {
		return look != null && !isOutdated(look)
				&& IntStream.range(0, look.waiting.length).anyMatch((each) -> look.waiting(each) >= max);
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
