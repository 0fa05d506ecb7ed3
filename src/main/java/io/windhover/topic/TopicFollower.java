package io.windhover.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.windhover.instance.Phases;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows all partitions of some topics on a thread of its own, outside of any group, and
 * hands each record to a handler. A broken record is left out, and so is one that only a
 * newer version understands, which is counted and never put to the dead letters; whoever
 * must not miss them is told. A lost broker is waited for, and after any other fault it
 * goes on where it was.
 */
public final class TopicFollower implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(TopicFollower.class);

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final Duration CATCH_UP_POLL = Duration.ofMillis(50);

	private static final long PAUSE_MILLIS = 1000;

	private static final long STOP_MILLIS = 5000;

	private final String name;

	private final KafkaClients clients;

	private final DeadLetters deadLetters;

	private final Map<String, Subscription<?>> subscriptions;

	private final boolean fromBeginning;

	private final Map<TopicPartition, Long> positions = new HashMap<>();

	private final CountDownLatch caughtUp = new CountDownLatch(1);

	private Map<TopicPartition, Long> ends = Map.of();

	private CountDownLatch stopped = new CountDownLatch(0);

	private volatile @Nullable Consumer<String, byte[]> consumer;

	private @Nullable Thread thread;

	/**
	 * Prepares a tail.
	 * @param name of its thread and client
	 * @param fromBeginning false to see only what is written after the start
	 */
	public TopicFollower(String name, KafkaClients clients, DeadLetters deadLetters, boolean fromBeginning,
			List<Subscription<?>> subscriptions) {
		this.name = name;
		this.clients = clients;
		this.deadLetters = deadLetters;
		this.fromBeginning = fromBeginning;
		this.subscriptions = subscriptions.stream().collect(Collectors.toMap((each) -> each.topic().name(), (e) -> e));
	}

	/**
	 * Starts to follow; returns when the positions are fixed, so that nothing written
	 * afterwards is missed.
	 */
	@Override
	public void start() {
		Consumer<String, byte[]> client = this.clients.consumer(this.name, null, Map.of());
		List<TopicPartition> partitions = this.subscriptions.keySet()
			.stream()
			.flatMap((topic) -> client.partitionsFor(topic).stream())
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		// assigned first, or the client warns of each partition that it is asked for
		client.assign(partitions);
		this.ends = client.endOffsets(partitions);
		this.positions.putAll(this.fromBeginning ? client.beginningOffsets(partitions) : this.ends);
		resume(client);
		this.stopped = new CountDownLatch(1);
		this.thread = new Thread(() -> run(client), this.name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Waits until all that was written before the start has been handled.
	 * @return whether it has within the timeout
	 */
	public boolean awaitCaughtUp(Duration timeout) {
		try {
			return this.caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Whether all that was written before the start has been handled.
	 */
	public boolean isCaughtUp() {
		return this.caughtUp.getCount() == 0;
	}

	/**
	 * Waits until a record has been handled, to read one's own writes.
	 * @return whether it has within the timeout
	 */
	public boolean awaitOffset(TopicPartition partition, long offset, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.positions) {
			while (this.positions.getOrDefault(partition, 0L) <= offset) {
				long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (left <= 0) {
					return false;
				}
				try {
					this.positions.wait(left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return false;
				}
			}
			return true;
		}
	}

	@Override
	public void stop() {
		this.stopped.countDown();
		Consumer<String, byte[]> client = this.consumer;
		if (client != null && this.thread != null) {
			client.wakeup();
			try {
				this.thread.join(STOP_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.stopped.getCount() > 0;
	}

	@Override
	public int getPhase() {
		return Phases.TAILS;
	}

	private void run(Consumer<String, byte[]> first) {
		Consumer<String, byte[]> client = first;
		while (follow(client)) {
			client = this.clients.consumer(this.name, null, Map.of());
			resume(client);
		}
	}

	private void resume(Consumer<String, byte[]> client) {
		client.assign(this.positions.keySet());
		this.positions.forEach(client::seek);
		this.consumer = client;
	}

	/** Returns whether to go on with a new client. */
	private boolean follow(Consumer<String, byte[]> client) {
		try (client) {
			while (isRunning()) {
				for (ConsumerRecord<String, byte[]> message : client.poll(isCaughtUp() ? POLL : CATCH_UP_POLL)) {
					handle(message);
				}
				advance(client);
			}
			return false;
		}
		catch (WakeupException ex) {
			return isRunning();
		}
		catch (RuntimeException ex) {
			String denied = this.clients.denials().explain(ex);
			if (denied != null) {
				logger.error("{} cannot read: {}", this.name, denied);
			}
			logger.error("{} failed, and goes on where it was", this.name, ex);
			return !awaitStopped();
		}
	}

	private boolean awaitStopped() {
		try {
			return this.stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private void advance(Consumer<String, byte[]> client) {
		boolean all = true;
		synchronized (this.positions) {
			for (Map.Entry<TopicPartition, Long> end : this.ends.entrySet()) {
				long position = client.position(end.getKey());
				this.positions.put(end.getKey(), position);
				all = all && position >= end.getValue();
			}
			this.positions.notifyAll();
		}
		if (all) {
			this.caughtUp.countDown();
		}
	}

	private void handle(ConsumerRecord<String, byte[]> message) {
		try {
			Subscription<?> subscription = this.subscriptions.get(message.topic());
			if (subscription != null) {
				subscription.accept(message);
			}
		}
		catch (NewerSchemaException ex) {
			this.clients.newerRecords().leftOut(message.topic());
			leaveOut(message, ex);
		}
		catch (RuntimeException ex) {
			if (!wasThere(message)) {
				this.deadLetters.add(message, ex).join();
			}
			else {
				leaveOut(message, ex);
			}
		}
	}

	private void leaveOut(ConsumerRecord<String, byte[]> message, RuntimeException cause) {
		logger.warn("{} leaves out a record of {}-{} at offset {}: {}", this.name, message.topic(), message.partition(),
				message.offset(), cause.getMessage());
	}

	/** Whoever was there when it was written has put it aside. */
	private boolean wasThere(ConsumerRecord<String, byte[]> message) {
		return message.offset() < this.ends.getOrDefault(new TopicPartition(message.topic(), message.partition()), 0L);
	}

	/**
	 * A topic and who takes its records.
	 *
	 * @param unreadable is told of each record that is left out because it cannot be
	 * read, on the tail's thread; once again where the tail goes on after a fault
	 */
	public record Subscription<V>(Topic<V> topic, Handler<V> handler, Unreadable unreadable) {

		/**
		 * Of a topic whose unreadable records nobody needs to know.
		 */
		public Subscription(Topic<V> topic, Handler<V> handler) {
			this(topic, handler, (message, cause) -> {
			});
		}

		void accept(ConsumerRecord<String, byte[]> message) {
			this.handler.accept(message, read(message));
		}

		private @Nullable V read(ConsumerRecord<String, byte[]> message) {
			byte[] value = message.value();
			try {
				return (value != null)
						? this.topic.serde().deserializer().deserialize(message.topic(), message.headers(), value)
						: null;
			}
			catch (RuntimeException ex) {
				this.unreadable.accept(message, ex);
				throw ex;
			}
		}

	}

	/**
	 * Is told of a record that cannot be read.
	 */
	@FunctionalInterface
	public interface Unreadable {

		/**
		 * Must not block.
		 */
		void accept(ConsumerRecord<String, byte[]> message, RuntimeException cause);

	}

	/**
	 * Takes a record, on the tail's thread.
	 */
	@FunctionalInterface
	public interface Handler<V> {

		void accept(ConsumerRecord<String, byte[]> message, @Nullable V value);

	}

}
