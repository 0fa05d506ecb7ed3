package io.windhover.topic.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.windhover.instance.Role;
import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

class ReportedTransactionsTests {

	private static final String IN = "in";

	private static final String OUT = "out";

	private static final String TRANSACTIONS = "__transaction_state";

	private final Reports reports = new Reports();

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	private Path directory;

	@Test
	void aCommitIsReportedWhenItIsDoneAndAnAbortIsReportedToo() throws Exception {
		process("deadly", (admin) -> {
		});
		assertThat(this.reports.all).containsSubsequence("processed deadly", "rolled back", "processed deadly",
				"committed deadly");
		assertThat(this.reports.all.subList(0, this.reports.all.lastIndexOf("processed deadly")))
			.doesNotContain("committed deadly");
		assertThat(this.reports.wrong).isNull();
	}

	@Test
	void theBrokerHearsNothingOfPunctuationsThatWriteNothing() throws Exception {
		process("harmless", (admin) -> {
			int before = this.reports.punctuations.get();
			Awaitility.await().until(() -> this.reports.punctuations.get() > before + 2);
			long transactions = transactionRecords(admin);
			int counted = this.reports.punctuations.get();
			Awaitility.await().until(() -> this.reports.punctuations.get() > counted + 50);
			assertThat(transactionRecords(admin)).isEqualTo(transactions);
		});
	}

	private void process(String key, ThrowingConsumer<Admin> then) throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory.resolve("broker"));
				Admin admin = TestClients.of(broker.address()).admin("test", 60_000);
				Consumer<String, byte[]> committed = TestClients.of(broker.address()).consumer("test", null, Map.of());
				KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
						Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()), new StringSerializer(),
						new ByteArraySerializer())) {
			admin.createTopics(List.of(new NewTopic(IN, 1, (short) 1), new NewTopic(OUT, 1, (short) 1))).all().get();
			committed.assign(List.of(new TopicPartition(OUT, 0)));
			this.reports.committed = committed;
			StreamsBuilderFactoryBean streams = TestStreams
				.factory(broker.address(), "reported-", "a", this.directory.resolve("streams"), 1, 0, (bean) -> {
				})
				.create(Role.EXECUTOR, this.reports, this.reports, new ConsumedPositions(), new Precedence(IN, OUT));
			streams.afterPropertiesSet();
			streams.afterSingletonsInstantiated();
			streams.start();
			try {
				producer.send(new ProducerRecord<>(IN, key, new byte[0])).get();
				Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.until(() -> this.reports.all.contains("committed " + key));
				then.accept(admin);
			}
			finally {
				streams.stop();
			}
		}
	}

	private static long transactionRecords(Admin admin) throws InterruptedException, ExecutionException {
		TopicDescription topic = Objects
			.requireNonNull(admin.describeTopics(List.of(TRANSACTIONS)).allTopicNames().get().get(TRANSACTIONS));
		return admin
			.listOffsets(topic.partitions()
				.stream()
				.collect(Collectors.toMap((info) -> new TopicPartition(TRANSACTIONS, info.partition()),
						(info) -> OffsetSpec.latest())))
			.all()
			.get()
			.values()
			.stream()
			.mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
			.sum();
	}

	/** Forwards each record, and dies once of a deadly one. */
	private static final class Reports implements KafkaStreamsInfrastructureCustomizer, TransactionListener {

		private final List<String> all = new CopyOnWriteArrayList<>();

		private final AtomicInteger punctuations = new AtomicInteger();

		private final AtomicBoolean died = new AtomicBoolean();

		private final ThreadLocal<@Nullable String> open = new ThreadLocal<>();

		private volatile @Nullable Consumer<String, byte[]> committed;

		private volatile @Nullable String wrong;

		@Override
		public void configureTopology(Topology topology) {
			topology.addSource("source", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), IN)
				.addProcessor("processor", () -> new ContextualProcessor<String, byte[], String, byte[]>() {

					@Override
					public void init(ProcessorContext<String, byte[]> context) {
						super.init(context);
						context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME,
								(time) -> Reports.this.punctuations.incrementAndGet());
					}

					@Override
					public void process(Record<String, byte[]> message) {
						Reports.this.all.add("processed " + message.key());
						Reports.this.open.set(message.key());
						context().forward(message);
						if (message.key().equals("deadly") && Reports.this.died.compareAndSet(false, true)) {
							throw new AssertionError("deadly");
						}
					}

				}, "source")
				.addSink("sink", OUT, new StringSerializer(), new ByteArraySerializer(), "processor");
		}

		@Override
		public void committed() {
			String key = this.open.get();
			if (key == null) {
				return;
			}
			this.open.remove();
			this.all.add("committed " + key);
			Consumer<String, byte[]> reader = this.committed;
			if (reader == null || reader.poll(Duration.ofSeconds(10)).isEmpty()) {
				this.wrong = "nothing is committed yet";
			}
		}

		@Override
		public void rolledBack() {
			if (this.open.get() != null) {
				this.open.remove();
				this.all.add("rolled back");
			}
		}

	}

}
