package io.windhover.logging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.windhover.management.FixedClock;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HarmlessLinesTests {

	private static final String BROKER = "kafka.server.ReplicaManager";

	private static final String PRODUCER = "org.apache.kafka.clients.producer.internals.Sender";

	private static final String ADMIN = "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy";

	private static final List<String> SOURCES = List.of(BROKER, PRODUCER, ADMIN);

	private static final String REFUSED = "Invalid sequence number for producer 1 at offset 7 in partition t-0: 9 "
			+ "(incoming seq. number). Expected sequence 0 for transactions v2 idempotent producer with no existing state.";

	private static final String RETRY = "[Producer clientId=one%s] Got error produce response with correlation id 16 on "
			+ "topic-partition t-0, retrying (2147483646 attempts left). Error: %s";

	private static final int PARTITIONS = 8;

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final RepeatedLines filter = new RepeatedLines(new FixedClock());

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@BeforeEach
	void listen() {
		// the filters of a context that ran before in this JVM
		this.context.getTurboFilterList().removeIf(RepeatedLines.class::isInstance);
		this.log.start();
		SOURCES.forEach((name) -> this.context.getLogger(name).addAppender(this.log));
		Logger own = this.context.getLogger(HarmlessLines.class);
		own.setLevel(Level.DEBUG);
		own.addAppender(this.log);
	}

	@AfterEach
	void leave() {
		this.context.getTurboFilterList().remove(this.filter);
		SOURCES.forEach((name) -> this.context.getLogger(name).detachAppender(this.log));
		Logger own = this.context.getLogger(HarmlessLines.class);
		own.detachAppender(this.log);
		own.setLevel(null);
	}

	@Test
	void burstThatTheBrokerRefusesAtFirstArrivesWholeInOrderAndIsNoWarning() throws Exception {
		filtered();
		try (TestBroker broker = broker("0")) {
			burst(broker);
			assertThat(this.log.list).noneMatch(HarmlessLinesTests::isWarning);
			assertThat(this.log.list).filteredOn((line) -> line.getLevel() == Level.DEBUG)
				.extracting(ILoggingEvent::getFormattedMessage)
				.anyMatch((line) -> line.contains("Expected sequence 0 for transactions v2"))
				.anyMatch((line) -> line.contains("Error: CONCURRENT_TRANSACTIONS"))
				.anyMatch((line) -> line.contains("Error: OUT_OF_ORDER_SEQUENCE_NUMBER"));
			assertThatThrownBy(() -> sendWithoutKeyToCompactedTopic(broker)).isInstanceOf(ExecutionException.class);
			assertThat(this.log.list).anyMatch(
					(line) -> line.getLoggerName().equals(BROKER) && thrown(line).contains("InvalidRecordException"));
		}
	}

	@Test
	void withoutTheFilterTheSameBurstIsErrorsAndWarnings() throws Exception {
		try (TestBroker broker = broker("0")) {
			burst(broker);
			assertThat(this.log.list).anyMatch((line) -> thrown(line).contains("OutOfOrderSequenceException"))
				.anyMatch((line) -> line.getLoggerName().equals(PRODUCER) && line.getLevel() == Level.WARN);
		}
	}

	@Test
	void onlyARetryOfATransactionalProducerAndTheRefusalBehindItAreMovedToDebug() {
		filtered();
		Logger broker = this.context.getLogger(BROKER);
		Logger producer = this.context.getLogger(PRODUCER);
		String transactional = ", transactionalId=t";
		broker.error("Error processing append", new OutOfOrderSequenceException(REFUSED));
		producer.warn(RETRY.formatted(transactional, "CONCURRENT_TRANSACTIONS"));
		producer.warn(RETRY.formatted(transactional, "OUT_OF_ORDER_SEQUENCE_NUMBER"));
		assertThat(this.log.list).hasSize(3).noneMatch(HarmlessLinesTests::isWarning);
		List<Runnable> others = List.of(() -> broker.error("Error processing append"),
				() -> broker.error("Error processing append", new IllegalStateException(REFUSED)),
				() -> this.context.getLogger(PRODUCER).error("failed", new OutOfOrderSequenceException(REFUSED)),
				() -> producer.warn(RETRY.formatted("", "OUT_OF_ORDER_SEQUENCE_NUMBER")),
				() -> producer.warn(RETRY.formatted(transactional, "NOT_ENOUGH_REPLICAS")));
		others.forEach(Runnable::run);
		assertThat(this.log.list).filteredOn(HarmlessLinesTests::isWarning).hasSameSizeAs(others);
	}

	@Test
	void missingTopicIsTheAskersMatterAndNoErrorInTheLog() {
		try (TestBroker broker = TestBroker.start(this.directory, Map.of());
				Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address(), "client.id", "asker"))) {
			assertUnknown(admin);
			assertThat(this.log.list).anyMatch((line) -> line.getLevel() == Level.ERROR);
			this.log.list.clear();
			filtered();
			assertUnknown(admin);
			assertThat(this.log.list).singleElement().satisfies((line) -> {
				assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
				assertThat(line.getFormattedMessage()).contains("clientId=asker", "for topic missing");
			});
		}
	}

	@Test
	void otherErrorsOfAnAdminClientStay() {
		filtered();
		this.context.getLogger(ADMIN)
			.error("[AdminClient clientId=asker] Received authorization failure for topic {}", "t");
		assertThat(this.log.list).singleElement()
			.satisfies((line) -> assertThat(line.getLevel()).isEqualTo(Level.ERROR));
	}

	private void filtered() {
		this.context.addTurboFilter(this.filter);
	}

	/** How long the broker itself waits for the end of the transaction before. */
	private TestBroker broker(String patienceMillis) {
		return TestBroker.start(this.directory, Map.of("add.partitions.to.txn.retry.backoff.max.ms", patienceMillis));
	}

	/** Transactions without a pause, each with several batches for each partition. */
	private static void burst(TestBroker broker) throws ExecutionException, InterruptedException {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
			admin.createTopics(List.of(new NewTopic("t", PARTITIONS, (short) 1))).all().get();
		}
		int sent = 0;
		List<Future<RecordMetadata>> sends = new ArrayList<>();
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.address(),
				"transactional.id", "t", "batch.size", 2000, "retry.backoff.ms", 20, "linger.ms", 0),
				new StringSerializer(), new StringSerializer())) {
			producer.initTransactions();
			for (int transaction = 0; transaction < 20; transaction++) {
				producer.beginTransaction();
				for (int i = 0; i < 400; i++) {
					String value = "%-200s".formatted(sent++ / PARTITIONS);
					sends.add(producer.send(new ProducerRecord<>("t", i % PARTITIONS, "k", value)));
				}
				producer.commitTransaction();
			}
		}
		assertThat(sends).allSatisfy((send) -> assertThat(send).succeedsWithin(Duration.ZERO));
		assertInOrder(broker, sent / PARTITIONS);
	}

	private static void assertInOrder(TestBroker broker, int records) {
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", broker.address(), "isolation.level", "read_committed"),
				new StringDeserializer(), new StringDeserializer())) {
			for (int partition = 0; partition < PARTITIONS; partition++) {
				TopicPartition of = new TopicPartition("t", partition);
				consumer.assign(List.of(of));
				consumer.seekToBeginning(List.of(of));
				int next = 0;
				while (next < records) {
					for (var message : consumer.poll(Duration.ofSeconds(5))) {
						assertThat(message.value().strip()).isEqualTo(String.valueOf(next++));
					}
				}
			}
		}
	}

	private static void sendWithoutKeyToCompactedTopic(TestBroker broker)
			throws ExecutionException, InterruptedException {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
			admin
				.createTopics(
						List.of(new NewTopic("compacted", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
				.all()
				.get();
		}
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.address()),
				new StringSerializer(), new StringSerializer())) {
			producer.send(new ProducerRecord<>("compacted", "without a key")).get();
		}
	}

	private static void assertUnknown(Admin admin) {
		assertThatThrownBy(
				() -> admin.listOffsets(Map.of(new TopicPartition("missing", 0), OffsetSpec.latest())).all().get())
			.isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
	}

	private static boolean isWarning(ILoggingEvent line) {
		return line.getLevel().isGreaterOrEqual(Level.WARN);
	}

	private static String thrown(ILoggingEvent line) {
		IThrowableProxy thrown = line.getThrowableProxy();
		return (thrown != null) ? thrown.getClassName() : "";
	}

}
