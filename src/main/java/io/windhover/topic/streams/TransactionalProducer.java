package io.windhover.topic.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a stream thread, which leaves a transaction empty when it would only
 * repeat the offsets of the one before. Kafka Streams commits after each punctuation,
 * whether it wrote anything or not, and of an empty transaction the broker hears nothing.
 */
class TransactionalProducer extends KafkaProducer<byte[], byte[]> {

	private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

	private final ConsumedPositions positions;

	private Map<TopicPartition, OffsetAndMetadata> pending = Map.of();

	private boolean sent;

	TransactionalProducer(Map<String, Object> config, ConsumedPositions positions) {
		super(config, new ByteArraySerializer(), new ByteArraySerializer());
		this.positions = positions;
	}

	@Override
	public void beginTransaction() {
		super.beginTransaction();
		this.sent = false;
		this.pending = Map.of();
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, @Nullable Callback callback) {
		this.sent = true;
		return super.send(message, callback);
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
		if (this.sent || !this.committed.entrySet().containsAll(offsets.entrySet())) {
			super.sendOffsetsToTransaction(offsets, group);
			this.pending = offsets;
		}
	}

	@Override
	public void commitTransaction() {
		super.commitTransaction();
		this.committed.putAll(this.pending);
		this.positions.committed(this.pending);
	}

	@Override
	public void abortTransaction() {
		this.committed.clear();
		super.abortTransaction();
	}

}
