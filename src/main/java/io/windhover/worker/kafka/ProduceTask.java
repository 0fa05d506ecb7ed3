package io.windhover.worker.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.windhover.flow.MetricDefinition;
import io.windhover.topic.TopicProperties;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import io.windhover.worker.task.TaskType;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

@Component
class ProduceTask implements TaskType<ProduceConfiguration> {

	private static final String RECORDS = "records";

	private final ProducerPool producers;

	private final ObjectProvider<TopicProperties> topics;

	ProduceTask(ProducerPool producers, ObjectProvider<TopicProperties> topics) {
		this.producers = producers;
		this.topics = topics;
	}

	@Override
	public String type() {
		return "kafka-produce";
	}

	@Override
	public Class<ProduceConfiguration> configurationType() {
		return ProduceConfiguration.class;
	}

	@Override
	public String description() {
		return "Writes records to a Kafka topic.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return List.of(new MetricDefinition(RECORDS, MetricDefinition.Kind.COUNTER, "records",
				"Records that were written to topics", List.of()));
	}

	@Override
	public Map<String, String> problems(Map<String, Object> written) {
		TopicProperties known = this.topics.getIfAvailable();
		String refusal = (known != null && written.get("topic") instanceof String topic)
				? new ReservedTopics(known.prefix()).refusal(topic) : null;
		return (refusal != null) ? Map.of("topic", refusal) : Map.of();
	}

	@Override
	public Map<String, Object> run(ProduceConfiguration configuration, TaskContext context) throws Exception {
		new ReservedTopics(this.topics.getObject().prefix()).check(configuration.topic());
		configuration.settings().check();
		List<ProducerRecord<byte[], byte[]>> records = ProducedRecords.of(configuration, context.traceHeaders());
		if (records.isEmpty()) {
			return Map.of("count", 0);
		}
		return this.producers.use(configuration.settings(), (producer) -> send(producer, records, context));
	}

	private static Map<String, Object> send(Producer<byte[], byte[]> producer,
			List<ProducerRecord<byte[], byte[]>> records, TaskContext context) throws Exception {
		String topic = records.get(0).topic();
		List<Future<RecordMetadata>> sent = new ArrayList<>();
		String complaint = null;
		try {
			for (ProducerRecord<byte[], byte[]> each : records) {
				sent.add(producer.send(each));
			}
		}
		catch (InterruptException ex) {
			Thread.interrupted(); // it has set it again
			throw new InterruptedException();
		}
		catch (KafkaException ex) {
			complaint = "topic '%s' cannot be written: %s".formatted(topic, ex.getMessage());
		}
		return outputs(topic, sent, records.size(), complaint, context);
	}

	private static Map<String, Object> outputs(String topic, List<Future<RecordMetadata>> sent, int all,
			@Nullable String refusal, TaskContext context) throws InterruptedException, TaskFailedException {
		RecordMetadata last = null;
		String complaint = refusal;
		int count = 0;
		for (int i = 0; i < sent.size(); i++) {
			try {
				last = sent.get(i).get();
				count++;
			}
			catch (ExecutionException ex) {
				complaint = (complaint != null) ? complaint : complaint(topic, i, all, ex.getCause());
			}
		}
		context.count(RECORDS, count);
		if (complaint != null || last == null) {
			throw new TaskFailedException("%s; %d of %d records were written".formatted(complaint, count, all),
					Map.of("count", count));
		}
		return Map.of("count", count, "partition", last.partition(), "offset", last.offset());
	}

	private static String complaint(String topic, int index, int of, @Nullable Throwable cause) {
		String which = (of == 1) ? "the record" : "records[%d]".formatted(index);
		return "%s is not written to topic '%s': %s".formatted(which, topic,
				(cause != null) ? cause.getMessage() : "unknown");
	}

}
