package io.windhover.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic of one partition that a test writes to in transactions, and reads as a group.
 */
public class TestTopic implements AutoCloseable {

	/** However old a test says that its records are. */
	private static final Map<String, String> KEPT = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");

	public final String name = "t-" + UUID.randomUUID();

	public final TopicPartition partition = new TopicPartition(this.name, 0);

	private final Admin admin;

	private final KafkaProducer<String, byte[]> producer;

	TestTopic(Admin admin, String address) throws Exception {
		this.admin = admin;
		admin.createTopics(List.of(new NewTopic(this.name, 1, (short) 1).configs(KEPT))).all().get();
		this.producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address,
				ProducerConfig.TRANSACTIONAL_ID_CONFIG, this.name), new StringSerializer(), new ByteArraySerializer());
		this.producer.initTransactions();
	}

	/** Writes records in one transaction. */
	public void commit(Instant... timestamps) throws Exception {
		begin(timestamps);
		this.producer.commitTransaction();
	}

	/** Writes one record, of which the topology dies. */
	public void commitDeadly(Instant timestamp) throws Exception {
		this.producer.beginTransaction();
		var unused = this.producer
			.send(new ProducerRecord<>(this.name, 0, timestamp.toEpochMilli(), "key", CountingTopology.DEADLY));
		this.producer.commitTransaction();
	}

	public void abort(Instant... timestamps) throws Exception {
		begin(timestamps);
		this.producer.abortTransaction();
	}

	public void begin(Instant... timestamps) throws Exception {
		this.producer.beginTransaction();
		List<Future<?>> sent = new ArrayList<>();
		for (Instant timestamp : timestamps) {
			sent.add(this.producer
				.send(new ProducerRecord<>(this.name, 0, timestamp.toEpochMilli(), "key", new byte[100])));
		}
		this.producer.flush();
		for (var each : sent) {
			each.get();
		}
	}

	/** Lets a group have read up to an offset. */
	public void read(String group, long offset) throws Exception {
		this.admin.alterConsumerGroupOffsets(group, Map.of(this.partition, new OffsetAndMetadata(offset))).all().get();
	}

	public void deleteBefore(long offset) throws Exception {
		this.admin.deleteRecords(Map.of(this.partition, RecordsToDelete.beforeOffset(offset))).all().get();
	}

	@Override
	public void close() {
		this.producer.close();
	}

}
