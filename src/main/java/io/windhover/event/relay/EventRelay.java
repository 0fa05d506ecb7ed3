package io.windhover.event.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.windhover.event.StartingPoints;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.Topic;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the engine publishes anyway, derives the events, and writes them and its own
 * position in one transaction: each is on the topic exactly once. Of compacted topics it
 * reads again what it has read before, to know what an event would be a change of.
 */
public class EventRelay implements ConsumerThread.Work {

	private static final Logger logger = LoggerFactory.getLogger(EventRelay.class);

	private static final Duration POLL = Duration.ofMillis(500);

	/** After which a position without an event is worth a transaction. */
	private static final long COMMIT_NANOS = Duration.ofSeconds(10).toNanos();

	private static final Duration CLOSE = Duration.ofSeconds(2);

	private final Supplier<EventDerivation> derivations;

	private final Topic<OutgoingEvent> events;

	private final Supplier<Producer<String, byte[]>> producers;

	private final RelayState state;

	/**
	 * Prepares the work of the relay's thread.
	 * @param derivations makes one for each run, which begins without memory
	 * @param producers makes a transactional producer for each run, which closes it
	 */
	public EventRelay(Supplier<EventDerivation> derivations, Topic<OutgoingEvent> events,
			Supplier<Producer<String, byte[]>> producers, RelayState state) {
		this.derivations = derivations;
		this.events = events;
		this.producers = producers;
		this.state = state;
	}

	@Override
	public void run(Consumer<String, byte[]> consumer, BooleanSupplier running) {
		Producer<String, byte[]> producer = this.producers.get();
		try {
			producer.initTransactions();
			new Round(consumer, producer).run(running);
		}
		finally {
			// what it leaves open its successor ends
			producer.close(CLOSE);
			this.state.stopped(!running.getAsBoolean());
		}
	}

	/**
	 * From one beginning to the next.
	 */
	private final class Round implements ConsumerRebalanceListener {

		private final Consumer<String, byte[]> consumer;

		private final Producer<String, byte[]> producer;

		/** What it remembers may not be committed, and begins anew with the round. */
		private final EventDerivation derivation = EventRelay.this.derivations.get();

		/** What is before it derives nothing. */
		private final Map<TopicPartition, Long> starts = new HashMap<>();

		/** Where the group is once this is committed. */
		private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();

		/** Records that only a newer version understands. */
		private final Map<TopicPartition, NewerRecord> newer = new HashMap<>();

		private long committedAt = System.nanoTime();

		private boolean dirty;

		Round(Consumer<String, byte[]> consumer, Producer<String, byte[]> producer) {
			this.consumer = consumer;
			this.producer = producer;
		}

		void run(BooleanSupplier running) {
			List<String> names = this.derivation.sources().stream().<String>map(Topic::name).toList();
			this.consumer.subscribe(names, this);
			while (running.getAsBoolean()) {
				ConsumerRecords<String, byte[]> polled = this.consumer.poll(POLL);
				List<DerivedEvent> derived = new ArrayList<>();
				polled.forEach((message) -> derived.addAll(derive(message)));
				polled.nextOffsets().forEach(this::advance);
				if (!derived.isEmpty() || (this.dirty && System.nanoTime() - this.committedAt > COMMIT_NANOS)) {
					commit(derived);
				}
				EventRelay.this.state.sampled(StartingPoints.lag(this.consumer), this.newer.values());
			}
		}

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			Map<TopicPartition, Long> points = StartingPoints.of(this.consumer, partitions);
			this.starts.putAll(points);
			points.forEach((partition, start) -> {
				this.positions.put(partition, new OffsetAndMetadata(start));
				if (this.derivation.remembers(partition)) {
					this.consumer.seekToBeginning(List.of(partition));
				}
				else {
					this.consumer.seek(partition, start);
				}
			});
			// a new group has a position from now on
			this.committedAt = System.nanoTime() - COMMIT_NANOS;
			this.dirty = true;
			EventRelay.this.state.assigned();
		}

		/** What was read since the last commit derived nothing. */
		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			this.starts.keySet().removeAll(partitions);
			this.positions.keySet().removeAll(partitions);
			this.newer.keySet().removeAll(partitions);
			this.derivation.forget(partitions);
		}

		private List<DerivedEvent> derive(ConsumerRecord<String, byte[]> message) {
			TopicPartition partition = new TopicPartition(message.topic(), message.partition());
			if (this.newer.containsKey(partition)) {
				return List.of();
			}
			try {
				List<DerivedEvent> events = this.derivation.derive(message);
				return (message.offset() < this.starts.getOrDefault(partition, 0L)) ? List.of() : events;
			}
			catch (NewerSchemaException ex) {
				stopAt(NewerRecord.of(message, ex));
			}
			catch (RuntimeException ex) {
				// who reads the topic for its own sake has put it to the dead letters
				logger.debug("No event of a record of {} at offset {}", partition, message.offset(), ex);
			}
			return List.of();
		}

		private void stopAt(NewerRecord record) {
			this.newer.put(record.partition(), record);
			this.consumer.pause(Set.of(record.partition()));
			logger.error("No more events of {}. {}", record.partition(), record.reason());
		}

		private void advance(TopicPartition partition, OffsetAndMetadata next) {
			NewerRecord stop = this.newer.get(partition);
			long offset = (stop != null) ? stop.offset() : next.offset();
			OffsetAndMetadata known = this.positions.get(partition);
			if (known == null || offset > known.offset()) {
				this.positions.put(partition, new OffsetAndMetadata(offset));
				this.dirty = true;
			}
		}

		private void commit(List<DerivedEvent> derived) {
			this.producer.beginTransaction();
			derived.forEach(this::send);
			this.producer.sendOffsetsToTransaction(Map.copyOf(this.positions), this.consumer.groupMetadata());
			this.producer.commitTransaction();
			this.committedAt = System.nanoTime();
			this.dirty = false;
			EventRelay.this.state.written(derived.size());
		}

		/** A failure is that of the transaction. */
		private void send(DerivedEvent derived) {
			Topic<OutgoingEvent> topic = EventRelay.this.events;
			Headers headers = new RecordHeaders();
			byte[] value = topic.serde().serializer().serialize(topic.name(), headers, derived.event());
			@SuppressWarnings("unused")
			var unused = this.producer
				.send(new ProducerRecord<>(topic.name(), null, null, derived.key(), value, headers));
		}

	}

}
