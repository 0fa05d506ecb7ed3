package io.windhover.executor.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.windhover.topic.streams.ConsumedPosition;
import io.windhover.topic.streams.ConsumedPositions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker where a log ends, and the consumers how far they have come.
 */
public class BrokerCommandLog implements CommandLog, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BrokerCommandLog.class);

	/** Less than another instance waits for an answer. */
	private static final Duration MOST = Duration.ofMillis(500);

	private final String topic;

	private final ConsumedPositions positions;

	private final Supplier<Admin> connect;

	/** Guarded by this. */
	private @Nullable Admin admin;

	/**
	 * Makes one that connects when it is first asked.
	 */
	public BrokerCommandLog(String topic, ConsumedPositions positions, Supplier<Admin> connect) {
		this.topic = topic;
		this.positions = positions;
		this.connect = connect;
	}

	@Override
	public boolean isProcessed(OwnedPartition partition) {
		TopicPartition log = new TopicPartition(this.topic, partition.number());
		long deadline = System.nanoTime() + MOST.toNanos();
		try {
			// what a transaction that is open has written counts, too
			long end = admin().listOffsets(Map.of(log, OffsetSpec.latest()))
				.partitionResult(log)
				.get(MOST.toMillis(), TimeUnit.MILLISECONDS)
				.offset();
			while (System.nanoTime() < deadline) {
				ConsumedPosition read = this.positions.next(log)
					.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (read.position() >= end && partition.hasProcessed(read)) {
					return true;
				}
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Whether all commands of {} are processed is not known", log, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	@Override
	public synchronized void close() {
		if (this.admin != null) {
			this.admin.close(Duration.ZERO);
		}
	}

	private synchronized Admin admin() {
		if (this.admin == null) {
			this.admin = this.connect.get();
		}
		return this.admin;
	}

}
