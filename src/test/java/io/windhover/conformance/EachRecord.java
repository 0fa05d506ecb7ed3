package io.windhover.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.windhover.system.WindhoverProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A flow that must start once for each record of a topic.
 */
final class EachRecord {

	private static final String TOPIC = "conformance-records";

	private static final int PARTITIONS = 3;

	/** Who reads them needs several evaluations. */
	private static final int AT_ONCE = 60;

	private final WindhoverProcess windhover;

	private int written;

	EachRecord(WindhoverProcess windhover) {
		this.windhover = windhover;
	}

	void store() {
		try (Admin admin = Admin.create(settings())) {
			admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		this.windhover.put("conformance", "each-record",
				"""
						namespace: conformance
						id: each-record
						tasks:
						  - {id: note, type: log, message: "{{ trigger.value }}"}
						triggers:
						  - {id: record, type: kafka, topic: conformance-records, startFrom: earliest, interval: PT1S, maxRecords: 9}
						""");
	}

	void write() {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings(), new StringSerializer(),
				new StringSerializer())) {
			List<Future<RecordMetadata>> sent = new ArrayList<>();
			for (int i = 0; i < AT_ONCE; i++) {
				sent.add(producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, "r" + this.written++)));
			}
			for (Future<RecordMetadata> each : sent) {
				each.get();
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Fails unless each record has one execution.
	 * @param executions their committed documents
	 */
	void assertWhole(List<JsonNode> executions) {
		Map<String, String> records = new HashMap<>();
		executions.stream()
			.filter((each) -> each.get("flowId").asString().equals("each-record"))
			.forEach((each) -> records.put(each.get("id").asString(),
					each.at("/trigger/variables/partition") + "@" + each.at("/trigger/variables/offset")));
		assertThat(records.values()).doesNotHaveDuplicates().hasSize(this.written);
	}

	private Map<String, Object> settings() {
		return Map.of("bootstrap.servers", "127.0.0.1:" + this.windhover.brokerPort());
	}

}
