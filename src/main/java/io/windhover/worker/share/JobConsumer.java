package io.windhover.worker.share;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.windhover.topic.ClientListener;
import io.windhover.topic.record.NewerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes records while it is started; may be started and stopped again and again.
 */
public class JobConsumer {

	private final ShareGroup group;

	private final SlotShare slots;

	private final int fullPoll;

	private final Intake intake;

	private final Supplier<Stream<ClientListener>> listeners;

	private volatile @Nullable JobConsumerRun taking;

	/**
	 * Prepares a taker.
	 * @param fullPoll the most that one poll takes, at most the number of slots
	 */
	public JobConsumer(ShareGroup group, SlotShare slots, int fullPoll, Intake intake,
			Supplier<Stream<ClientListener>> listeners) {
		this.group = group;
		this.slots = slots;
		this.fullPoll = fullPoll;
		this.intake = intake;
		this.listeners = listeners;
	}

	/**
	 * Takes from now on, or as soon as a stop that is under way is done; does nothing
	 * when it takes already.
	 */
	public synchronized void start() {
		JobConsumerRun before = this.taking;
		if (before == null || !before.isWanted()) {
			JobConsumerRun next = new JobConsumerRun(this.group, this.slots, this.fullPoll, this.intake, this.listeners,
					before);
			next.start();
			this.taking = next;
		}
	}

	/**
	 * Whether it is a member of the group with partitions of its own, or only not because
	 * no slot is free.
	 */
	public boolean isReady() {
		JobConsumerRun current = this.taking;
		return current != null && current.isReady();
	}

	/**
	 * Whether something may still be taken: it is started, or its stop is under way.
	 */
	public boolean isTaking() {
		JobConsumerRun current = this.taking;
		return current != null && !current.isOver();
	}

	/**
	 * The record that only a newer version understands, after which it takes no more
	 * until it is started again; null when it met none.
	 */
	public @Nullable NewerRecord stoppedAt() {
		JobConsumerRun current = this.taking;
		return (current != null) ? current.stoppedAt() : null;
	}

	/**
	 * Takes no more after a poll that is under way and leaves the group, so that the jobs
	 * go to others; does not wait until that is done.
	 */
	public void release() {
		JobConsumerRun current = this.taking;
		if (current != null) {
			current.release();
		}
	}

	/**
	 * Takes no more, also of a poll that is under way; does not wait until that is done.
	 */
	public void wakeup() {
		JobConsumerRun current = this.taking;
		if (current != null) {
			current.wakeup();
		}
	}

	/**
	 * Returns when nothing is under way after a stop, or interrupts it after the time.
	 */
	public void join(Duration timeout) throws InterruptedException {
		JobConsumerRun current = this.taking;
		if (current != null) {
			current.join(timeout);
		}
	}

}
