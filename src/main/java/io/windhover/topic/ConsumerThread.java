package io.windhover.topic;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.windhover.instance.FenceListener;
import io.windhover.instance.Phases;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * A thread that works with a consumer of its own. Whatever goes wrong, it begins again
 * from the last committed offsets after a while: nothing here ends the process.
 */
public final class ConsumerThread implements SmartLifecycle, FenceListener {

	private static final Logger logger = LoggerFactory.getLogger(ConsumerThread.class);

	private static final long STOP_MILLIS = 10_000;

	private static final long FIRST_PAUSE_MILLIS = 500;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private final String name;

	private final Supplier<Consumer<String, byte[]>> consumers;

	private final Work work;

	private final BackOff backOff;

	private final FailureListener failures;

	private @Nullable Thread thread;

	private volatile @Nullable Consumer<String, byte[]> consumer;

	private volatile CountDownLatch stopped = new CountDownLatch(0);

	/**
	 * Prepares the thread.
	 * @param consumers makes the consumer each time that it begins
	 * @param backOff the pauses before it begins again
	 * @param failures is told why it begins again
	 */
	public ConsumerThread(String name, Supplier<Consumer<String, byte[]>> consumers, Work work, BackOff backOff,
			FailureListener failures) {
		this.name = name;
		this.consumers = consumers;
		this.work = work;
		this.backOff = backOff;
		this.failures = failures;
	}

	/**
	 * A thread that begins again ever later, until it has worked for a while.
	 * @param failed is told why
	 */
	public static ConsumerThread patient(String name, Supplier<Consumer<String, byte[]>> consumers, Work work,
			java.util.function.Consumer<RuntimeException> failed) {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
		backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
		return new ConsumerThread(name, consumers, work, backOff, (cause, ran) -> {
			failed.accept(cause);
			return ran.compareTo(LONGEST_PAUSE) > 0;
		});
	}

	@Override
	public void start() {
		CountDownLatch end = new CountDownLatch(1);
		this.stopped = end;
		Thread working = new Thread(() -> run(end), this.name);
		working.setDaemon(true);
		working.start();
		this.thread = working;
	}

	@Override
	public void stop() {
		signal();
		Thread working = this.thread;
		if (working == null) {
			return;
		}
		try {
			working.join(STOP_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.thread = null;
	}

	/**
	 * Does not wait, since what comes after it has to stop as soon.
	 */
	@Override
	public void fenced() {
		signal();
	}

	private void signal() {
		this.stopped.countDown();
		var polling = this.consumer;
		if (polling != null && this.thread != null) {
			polling.wakeup();
		}
	}

	@Override
	public boolean isRunning() {
		return this.stopped.getCount() > 0;
	}

	@Override
	public int getPhase() {
		return Phases.ROLES;
	}

	/**
	 * Commits, also where the stop has woken the consumer: that is to end its poll, and
	 * not what comes last.
	 */
	public static void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
		try {
			consumer.commitSync(offsets);
		}
		catch (WakeupException ex) {
			consumer.commitSync(offsets);
		}
	}

	private void run(CountDownLatch end) {
		BackOffExecution wait = this.backOff.start();
		BooleanSupplier running = () -> end.getCount() > 0;
		while (running.getAsBoolean()) {
			long began = System.nanoTime();
			try (var client = this.consumers.get()) {
				this.consumer = client;
				this.work.run(client, running);
			}
			catch (WakeupException ex) {
				logger.debug("{} ends", this.name);
			}
			catch (RuntimeException ex) {
				if (this.failures.failed(ex, Duration.ofNanos(System.nanoTime() - began))) {
					wait = this.backOff.start();
				}
				long pause = wait.nextBackOff();
				logger.error("{} begins again from its last committed offsets in {} ms", this.name, pause, ex);
				pause(end, pause);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			finally {
				this.work.over();
			}
		}
	}

	private void pause(CountDownLatch end, long millis) {
		try {
			if (end.await(millis, TimeUnit.MILLISECONDS)) {
				logger.debug("{} ends", this.name);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Is told why it begins again.
	 */
	@FunctionalInterface
	public interface FailureListener {

		/**
		 * Tells it.
		 * @param ran for how long it had worked
		 * @return whether it went well in between, so that the pauses begin anew
		 */
		boolean failed(RuntimeException cause, Duration ran);

	}

	/**
	 * What the thread does until it is to end.
	 */
	@FunctionalInterface
	public interface Work {

		/**
		 * Returns when it is to end, or to begin again at once with another consumer.
		 */
		void run(Consumer<String, byte[]> consumer, BooleanSupplier running) throws InterruptedException;

		/**
		 * Is called each time that it has ended or failed, when the pause is over.
		 */
		default void over() {
		}

	}

}
