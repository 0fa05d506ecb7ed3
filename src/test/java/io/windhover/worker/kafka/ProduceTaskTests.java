package io.windhover.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.broker.TestBroker;
import io.windhover.worker.task.RecordingContext;
import io.windhover.worker.task.TaskFailedException;
import jakarta.validation.Validation;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class ProduceTaskTests {

	private static final ConfigurationBinder BINDER = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	private static final String NOBODY = "127.0.0.1:1";

	@SuppressWarnings("NullAway.Init") // by start()
	private static TestBroker broker;

	@SuppressWarnings("NullAway.Init") // by start()
	private static KafkaClients clients;

	private final RecordingContext context = new RecordingContext();

	private ProducerPool pool = pool(Duration.ofMinutes(1));

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		broker = TestBroker.start(directory);
		clients = TestClients.of(broker.address());
		try (Admin admin = clients.admin("test", 60_000)) {
			admin
				.createTopics(Stream.of("orders", "many", "small", "pooled", "traced")
					.map((name) -> new NewTopic(name, 2, (short) 1)
						.configs(name.equals("small") ? Map.of("max.message.bytes", "1000") : Map.of()))
					.toList())
				.all()
				.get();
		}
	}

	@AfterAll
	static void stop() {
		broker.close();
	}

	@AfterEach
	void closePool() {
		this.pool.stop();
		assertThat(this.pool.size()).isZero();
	}

	@Test
	void recordArrivesAsWritten() throws Exception {
		Map<String, Object> outputs = run(Map.of("topic", "orders", "key", "ä", "value", Map.of("total", 3), "headers",
				Map.of("source", "shop"), "partition", 1, "timestamp", "2026-01-31T08:00:00+01:00"));
		assertThat(outputs).isEqualTo(Map.of("count", 1, "partition", 1, "offset", 0L));
		run(Map.of("topic", "orders", "value", "text as it is", "partition", 1, "timestamp", 5));
		List<ConsumerRecord<String, byte[]>> records = read("orders", 2);
		assertThat(records).extracting(ConsumerRecord::key).containsExactly("ä", null);
		assertThat(records).extracting((each) -> text(each.value())).containsExactly("{\"total\":3}", "text as it is");
		assertThat(records).extracting(ConsumerRecord::timestamp).containsExactly(1769842800000L, 5L);
		assertThat(records.get(0).headers()).extracting(Header::key).containsExactly("source");
		assertThat(text(records.get(0).headers().lastHeader("source").value())).isEqualTo("shop");
		assertThat(this.context.metrics).containsExactly("records[]=1.0", "records[]=1.0");
	}

	@Test
	void recordsCarryTheTraceUnlessTheFlowGivesOne() throws Exception {
		this.context.trace = new TraceHeaders("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1");
		run(Map.of("topic", "traced", "records", List.of(Map.of("value", "a", "partition", 0),
				Map.of("value", "b", "partition", 0, "headers", Map.of("traceparent", "mine")))));
		assertThat(read("traced", 2)).extracting((each) -> each.headers().toArray())
			.extracting((headers) -> Stream.of(headers).map((each) -> each.key() + " " + text(each.value())).toList())
			.containsExactly(List.of("traceparent " + this.context.trace.traceparent(), "tracestate a=1"),
					List.of("traceparent mine"));
	}

	@Test
	void manyRecordsAreWrittenInTheirOrder() throws Exception {
		List<Object> records = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			records.add(Map.of("key", i % 7, "value", i));
		}
		assertThat(run(Map.of("topic", "many", "records", records))).containsEntry("count", 500);
		Map<String, List<Integer>> byKey = new HashMap<>();
		read("many", 500).forEach((each) -> byKey.computeIfAbsent(each.key(), (key) -> new ArrayList<>())
			.add(Integer.parseInt(text(each.value()))));
		assertThat(byKey).hasSize(7).allSatisfy((key, values) -> assertThat(values).isSorted());
		assertThat(run(Map.of("topic", "many", "records", List.of()))).isEqualTo(Map.of("count", 0));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					windhover-flows              | topic 'windhover-flows' is one of Windhover's own, to which no flow may write; write to another
					windhover-task-jobs          | topic 'windhover-task-jobs' is one of Windhover's own, to which no flow may write; write to another
					windhover-executor-x-changelog | topic 'windhover-executor-x-changelog' is one of Windhover's own, to which no flow may write; write to another
					__consumer_offsets           | topic '__consumer_offsets' is Kafka's own; write to another
					""")
	void topicsOfWindhoverAndKafkaAreRefusedAlsoUnderAnotherAddress(String topic, String message) {
		assertThatException().isThrownBy(() -> run(Map.of("topic", topic, "value", "a"))).withMessage(message);
		assertThatException()
			.isThrownBy(() -> run(Map.of("topic", topic, "value", "a", "bootstrapServers", broker.address())))
			.withMessage(message);
		assertThat(task().problems(Map.of("topic", topic))).isEqualTo(Map.of("topic", message));
		assertThat(task().problems(Map.of("topic", "{{ inputs.topic }}"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					topic      | a b        | topic: 'topic' must be the name of a topic: 1 to 249 letters, digits, '.', '_' and '-'
					partition  | -1         | partition: 'partition' must be greater than or equal to 0, but is -1
					timestamp  | yesterday  | timestamp must be a time such as 2026-01-31T08:00:00Z, or milliseconds since 1970
					records    | []         | either value or records must be given
					records    | [{"key": "a"}] | records[0].value: property 'value' is missing
					properties | {"acks": 0} | properties: acks cannot be set, because Windhover sets it itself
					properties | {"bootstrap.servers": "a"} | properties: write bootstrapServers in place of bootstrap.servers
					properties | {"compresion.type": "lz4"} | properties: Kafka's producers have no compresion.type
					properties | {"compression.type": "zip"} | cannot make a producer for Windhover's own cluster: Invalid value zip for configuration compression.type
					""")
	void wrongConfigurationIsToldWithItsFix(String name, String value, String message) {
		Map<String, Object> properties = new HashMap<>(Map.of("topic", "orders", "value", "a"));
		boolean structure = value.startsWith("{") || value.startsWith("[");
		properties.put(name, structure ? Json.mapper().readValue(value, Object.class) : (Object) value);
		assertThatException().isThrownBy(() -> run(properties)).withMessageContaining(message);
	}

	@Test
	void whatIsNotWrittenFailsTheTask() {
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("topic", "absent", "value", "a", "properties", Map.of("max.block.ms", "300"))))
			.withMessage(
					"the record is not written to topic 'absent': Topic absent not present in metadata after 300 ms.; 0 of 1 records were written");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("topic", "small", "records",
					List.of(Map.of("value", "a", "partition", 0), Map.of("value", "b".repeat(2000), "partition", 1)))))
			.withMessageStartingWith("records[1] is not written to topic 'small': ")
			.withMessageEndingWith("; 1 of 2 records were written")
			.satisfies((ex) -> assertThat(ex.outputs()).isEqualTo(Map.of("count", 1)));
		assertThatException()
			.isThrownBy(() -> run(Map.of("topic", "many", "records",
					Collections.nCopies(17, Map.of("value", "b".repeat(1_000_000))))))
			.withMessage("the records are larger than 16777216 bytes; send them with several tasks");
		assertThat(this.pool.size()).as("producers that failed").isZero();
	}

	@Test
	void anotherClusterLearnsNothingOfOurs() {
		Map<String, Object> settings = new ProducerSettings(NOBODY, Map.of("linger.ms", "1"))
			.resolved(() -> Map.of("sasl.jaas.config", "s3cret"), "id");
		assertThat(settings).containsEntry("bootstrap.servers", NOBODY)
			.containsEntry("acks", "all")
			.containsEntry("linger.ms", "1")
			.doesNotContainKey("sasl.jaas.config");
	}

	@Test
	void tasksWithTheSameSettingsShareAProducer() throws Exception {
		Map<String, Object> properties = Map.of("topic", "pooled", "value", "a");
		run(properties);
		run(properties);
		Awaitility.await().until(() -> producerThreads() == 1);
		Map<String, Object> other = new HashMap<>(properties);
		other.put("properties", Map.of("linger.ms", "0"));
		run(other);
		assertThat(this.pool.size()).isEqualTo(2);
	}

	@Test
	void producerIsClosedWhenIdle() throws Exception {
		this.pool.stop();
		this.pool = pool(Duration.ofMillis(200));
		run(Map.of("topic", "pooled", "value", "a"));
		Awaitility.await().until(() -> this.pool.size() == 0 && producerThreads() == 0);
	}

	@Test
	void noMoreThanSomeAreKept() throws Exception {
		for (int i = 0; i < ProducerPool.MOST + 3; i++) {
			this.pool.use(new ProducerSettings(NOBODY, Map.of("linger.ms", String.valueOf(i))), Objects::hashCode);
		}
		assertThat(this.pool.size()).isEqualTo(ProducerPool.MOST);
		this.pool.stop();
		Awaitility.await().until(() -> producerThreads() == 0);
	}

	@Test
	void killInterrupts() throws Exception {
		FutureTask<Object> work = new FutureTask<>(
				() -> run(Map.of("topic", "a", "value", "a", "bootstrapServers", NOBODY)));
		Thread thread = new Thread(work, "task-killed");
		thread.start();
		Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		thread.interrupt();
		assertThatException().isThrownBy(work::get).withCauseInstanceOf(InterruptedException.class);
	}

	private static long producerThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("kafka-producer-network-thread | windhover-task-"))
			.count();
	}

	private static ProducerPool pool(Duration idle) {
		ProducerPool pool = new ProducerPool(provider(KafkaClients.class, clients), idle);
		pool.start();
		return pool;
	}

	private Map<String, Object> run(Map<String, Object> properties) throws Exception {
		ProduceTask task = task();
		return task.run(BINDER.bind(task, properties), this.context);
	}

	private ProduceTask task() {
		TopicProperties topics = new TopicProperties("windhover-", null, (short) 1, Duration.ofDays(1),
				Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8));
		return new ProduceTask(this.pool, provider(TopicProperties.class, topics));
	}

	private static <T> ObjectProvider<T> provider(Class<T> type, T bean) {
		return new StaticListableBeanFactory(Map.of("bean", bean)).getBeanProvider(type);
	}

	private static List<ConsumerRecord<String, byte[]>> read(String topic, int count) {
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		try (Consumer<String, byte[]> consumer = clients.consumer("test-" + topic, null, Map.of())) {
			consumer.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
			consumer.seekToBeginning(consumer.assignment());
			Awaitility.await().until(() -> {
				consumer.poll(Duration.ofMillis(100)).forEach(records::add);
				return records.size() >= count;
			});
		}
		return records;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
