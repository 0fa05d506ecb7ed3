package io.windhover.management.tracing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Reads, sends, commits: what was read is committed once its spans are done with, so that
 * after a crash some are sent again, with the same ids, and none is missing. While they
 * cannot be sent, it reads on until it has a batch, so that one span alone never waits
 * for itself; then the partitions are paused, and polling goes on to stay a member of the
 * group.
 */
class SpanLoop implements ConsumerRebalanceListener {

	private static final Logger logger = LoggerFactory.getLogger(SpanLoop.class);

	private static final Duration POLL = Duration.ofMillis(250);

	/** Spans that are sent together. */
	private static final int BATCH = 512;

	/** What comes within it is sent together. */
	private static final long GATHER_NANOS = Duration.ofSeconds(1).toNanos();

	/** After which it polls in between, to stay a member of the group. */
	private static final long SENDING_NANOS = Duration.ofSeconds(30).toNanos();

	private static final long COMMIT_NANOS = Duration.ofSeconds(5).toNanos();

	/** Where a group begins that has read nothing yet. */
	private static final Duration BACK = Duration.ofHours(1);

	private final Consumer<String, byte[]> consumer;

	private final SpanSource source;

	private final SpanExport export;

	private final Clock clock;

	private final ExponentialBackOff backOff = new ExponentialBackOff(1000, 2);

	private final List<SpanData> spans = new ArrayList<>();

	private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

	/** Where it stops, until a newer process takes over. */
	private final Map<TopicPartition, NewerRecord> newer = new HashMap<>();

	private BooleanSupplier running = () -> true;

	private @Nullable BackOffExecution wait;

	private long sendAt;

	private long commitAt = System.nanoTime();

	SpanLoop(Consumer<String, byte[]> consumer, SpanSource source, SpanExport export, Clock clock) {
		this.consumer = consumer;
		this.source = source;
		this.export = export;
		this.clock = clock;
		this.backOff.setMaxInterval(30_000);
	}

	void run(BooleanSupplier running) {
		this.running = running;
		this.consumer.subscribe(this.source.topics(), this);
		while (running.getAsBoolean()) {
			step();
		}
	}

	void step() {
		ConsumerRecords<String, byte[]> polled = this.consumer.poll(POLL);
		boolean first = this.spans.isEmpty();
		polled.forEach(this::add);
		polled.nextOffsets().forEach(this::advance);
		if (first && !this.spans.isEmpty()) {
			this.sendAt = System.nanoTime() + GATHER_NANOS;
		}
		pauseWhereFull();
		boolean due = System.nanoTime() - this.sendAt >= 0;
		if (!this.spans.isEmpty() && (due || (this.wait == null && this.spans.size() >= BATCH))) {
			send();
		}
		else if (this.spans.isEmpty() && System.nanoTime() - this.commitAt >= 0) {
			commit();
		}
	}

	private void add(ConsumerRecord<String, byte[]> message) {
		if (this.newer.containsKey(new TopicPartition(message.topic(), message.partition()))) {
			return;
		}
		try {
			this.spans.addAll(this.source.spans(message));
		}
		catch (NewerSchemaException ex) {
			stopAt(NewerRecord.of(message, ex));
		}
		catch (RuntimeException ex) {
			this.export.unreadable("%s-%d@%d".formatted(message.topic(), message.partition(), message.offset()), ex);
		}
	}

	/** The indexer reports the same record in its health. */
	private void stopAt(NewerRecord record) {
		this.newer.put(record.partition(), record);
		this.consumer.pause(Set.of(record.partition()));
		logger.error("No more spans of {}. {}", record.partition(), record.reason());
	}

	private void advance(TopicPartition partition, OffsetAndMetadata next) {
		NewerRecord stop = this.newer.get(partition);
		this.offsets.put(partition, (stop != null) ? new OffsetAndMetadata(stop.offset()) : next);
	}

	private void send() {
		long began = System.nanoTime();
		while (!this.spans.isEmpty()) {
			List<SpanData> batch = this.spans.subList(0, Math.min(BATCH, this.spans.size()));
			if (!this.export.send(List.copyOf(batch), this.running)) {
				waitLonger();
				return;
			}
			batch.clear();
			if (System.nanoTime() - began > SENDING_NANOS) {
				// the rest with the next step
				this.sendAt = System.nanoTime();
				this.consumer.pause(this.consumer.assignment());
				return;
			}
		}
		this.wait = null;
		Set<TopicPartition> paused = new HashSet<>(this.consumer.paused());
		paused.removeAll(this.newer.keySet());
		this.consumer.resume(paused);
		commit();
	}

	private void waitLonger() {
		if (this.wait == null) {
			this.wait = this.backOff.start();
		}
		this.sendAt = System.nanoTime() + Duration.ofMillis(this.wait.nextBackOff()).toNanos();
	}

	private void pauseWhereFull() {
		if (this.wait != null && this.spans.size() >= BATCH) {
			this.consumer.pause(this.consumer.assignment());
		}
	}

	private void commit() {
		this.commitAt = System.nanoTime() + COMMIT_NANOS;
		if (this.offsets.isEmpty()) {
			return;
		}
		try {
			ConsumerThread.commit(this.consumer, this.offsets);
		}
		catch (RebalanceInProgressException ex) {
			logger.debug("A rebalance came before the commit: some spans are sent again", ex);
		}
		this.offsets.clear();
	}

	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
		Map<TopicPartition, OffsetAndMetadata> committed = this.consumer.committed(Set.copyOf(partitions));
		Set<TopicPartition> unknown = new HashSet<>(partitions);
		unknown.removeIf((partition) -> committed.get(partition) != null);
		if (!unknown.isEmpty()) {
			begin(unknown);
		}
		pauseWhereFull();
	}

	/**
	 * The topics may be old and large, and none of it traced. Where it begins is
	 * committed at once: after a restart it would else be elsewhere.
	 */
	private void begin(Set<TopicPartition> partitions) {
		Instant from = this.clock.instant().minus(BACK);
		Map<TopicPartition, Long> times = new HashMap<>();
		partitions.forEach((partition) -> times.put(partition, from.toEpochMilli()));
		Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>(this.consumer.offsetsForTimes(times));
		Map<TopicPartition, Long> ends = this.consumer.endOffsets(partitions);
		Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
		for (TopicPartition partition : partitions) {
			OffsetAndTimestamp first = found.get(partition);
			long start = (first != null) ? first.offset() : ends.getOrDefault(partition, 0L);
			this.consumer.seek(partition, start);
			starts.put(partition, new OffsetAndMetadata(start));
		}
		this.consumer.commitSync(starts);
	}

	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
		this.offsets.keySet().removeAll(partitions);
		this.newer.keySet().removeAll(partitions);
	}

}
