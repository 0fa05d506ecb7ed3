package io.windhover.worker.share;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.windhover.topic.ClientListener;
import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records on a thread of its own from its start to its stop, and goes on after
 * whatever fails.
 */
class JobConsumerRun {

	private static final Logger logger = LoggerFactory.getLogger(JobConsumerRun.class);

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final ShareGroup group;

	private final SlotShare slots;

	private final Intake intake;

	private final Supplier<Stream<ClientListener>> listeners;

	private final int fullPoll;

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final Thread thread;

	private @Nullable JobConsumerRun before;

	private PollMode mode = PollMode.BULK;

	private SlotAvailability availability;

	private boolean configured;

	private @Nullable String outage;

	private volatile @Nullable ShareSession session;

	private volatile boolean ready;

	private volatile @Nullable NewerRecord stoppedAt;

	JobConsumerRun(ShareGroup group, SlotShare slots, int fullPoll, Intake intake,
			Supplier<Stream<ClientListener>> listeners, @Nullable JobConsumerRun before) {
		this.group = group;
		this.slots = slots;
		this.intake = intake;
		this.listeners = listeners;
		this.fullPoll = fullPoll;
		this.before = before;
		this.availability = SlotAvailability.of(slots.free(), fullPoll, System.nanoTime());
		this.thread = new Thread(this::run, group.clientId());
		this.thread.setDaemon(true);
	}

	/**
	 * Begins as soon as the one before is over, because both have the same client id.
	 */
	void start() {
		this.thread.start();
	}

	boolean isReady() {
		return this.ready && isWanted();
	}

	/**
	 * Whether nobody told it to stop.
	 */
	boolean isWanted() {
		return this.stopping.getCount() > 0;
	}

	/**
	 * Whether it has left the group and nothing is under way.
	 */
	boolean isOver() {
		return !this.thread.isAlive();
	}

	/**
	 * The record after which it took no more; null when it met none.
	 */
	@Nullable NewerRecord stoppedAt() {
		return this.stoppedAt;
	}

	/**
	 * Tells it to stop after the poll that it may be in, whose jobs it still takes, and
	 * does not wait. To wake it up could break an acknowledgement off, and a job whose
	 * acknowledgement is not sure is given back.
	 */
	void release() {
		this.stopping.countDown();
	}

	/**
	 * Tells it to stop at once.
	 */
	void wakeup() {
		this.stopping.countDown();
		ShareSession current = this.session;
		if (current != null) {
			current.wakeup();
		}
	}

	/**
	 * Waits until it is over, and interrupts it after the time.
	 */
	void join(Duration timeout) throws InterruptedException {
		this.thread.join(timeout.toMillis());
		if (this.thread.isAlive()) {
			this.thread.interrupt();
			this.thread.join(timeout.toMillis());
		}
	}

	private void run() {
		while (isWanted()) {
			try {
				awaitBefore();
				turn();
				this.outage = null;
			}
			catch (WakeupException ex) {
				logger.debug("Woken to stop");
			}
			catch (InterruptedException | InterruptException ex) {
				logger.debug("Interrupted to stop", ex);
				break;
			}
			catch (RuntimeException ex) {
				fail(ex);
			}
		}
		Thread.interrupted(); // to leave the group in good order
		leave();
	}

	private void awaitBefore() throws InterruptedException {
		JobConsumerRun waited = this.before;
		if (waited != null) {
			waited.thread.join();
			this.before = null;
		}
	}

	private void turn() throws InterruptedException {
		if (!this.configured) {
			this.group.configure();
			this.configured = true;
		}
		this.availability = this.availability.observe(this.slots.free(), System.nanoTime());
		this.mode = this.mode.next(this.availability);
		int pollSize = this.mode.pollSize(this.fullPoll);
		ShareSession current = session(pollSize);
		if (current == null || !this.slots.reserve(pollSize)) {
			this.slots.awaitFree(Math.max(1, pollSize), LOOK_AGAIN);
			return;
		}
		poll(current);
	}

	private void poll(ShareSession current) throws InterruptedException {
		// short until it has joined, so that readiness is noticed soon
		ConsumerRecords<String, byte[]> messages = current.poll(this.ready ? POLL : LOOK_AGAIN);
		this.ready = this.ready || current.hasJoined();
		NewerRecord newer = messages.isEmpty() ? null : this.intake.take(messages, current);
		if (newer != null) {
			// first: who hears of it may start another at once
			release();
			this.stoppedAt = newer;
			logger.error("This worker takes no more jobs. {}", newer.reason());
		}
		if (this.outage != null) {
			logger.info("Taking jobs again");
		}
	}

	private @Nullable ShareSession session(int pollSize) {
		ShareSession current = this.session;
		if (current != null && current.pollSize() == pollSize) {
			return current;
		}
		leave();
		if (pollSize > 0 && isWanted()) {
			logger.debug("Joining the share group {} for {} at once", this.group.groupId(), pollSize);
			this.session = new ShareSession(this.group, pollSize, this.listeners.get().toList());
		}
		return this.session;
	}

	private void leave() {
		ShareSession current = this.session;
		this.session = null;
		if (current != null) {
			current.close();
		}
		this.slots.giveUp();
	}

	private void fail(RuntimeException ex) {
		this.ready = false;
		String denied = this.group.clients().denials().explain(ex);
		String message = (denied != null) ? denied : String.valueOf(ex.getMessage());
		if (!message.equals(this.outage)) {
			logger.warn("Cannot take jobs, and tries again until it can: {}", message, ex);
		}
		this.outage = message;
		leave();
		try {
			boolean stopped = this.stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
			logger.trace("Stopped while waiting: {}", stopped);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
