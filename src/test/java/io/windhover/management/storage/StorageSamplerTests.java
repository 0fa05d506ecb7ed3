package io.windhover.management.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.execution.State;
import io.windhover.file.FileStore;
import io.windhover.file.FilesSize;
import io.windhover.instance.ThreadPools;
import io.windhover.management.FixedClock;
import io.windhover.repository.Documents;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.RepositorySize;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * With a real broker, three quarters of whose topic are one flow's.
 */
class StorageSamplerTests {

	private static final String TOPIC = "own-runs";

	@SuppressWarnings("NullAway.Init")
	private static TestBroker broker;

	@SuppressWarnings("NullAway.Init")
	private static KafkaClients clients;

	private final Repository repository = mock(Repository.class);

	private final FileStore files = mock(FileStore.class);

	@BeforeAll
	static void fill(@TempDir Path directory) throws Exception {
		broker = TestBroker.start(directory);
		clients = TestClients.of(broker.address());
		try (Admin admin = clients.admin("test", 60_000);
				KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
						// one after the other, because the partitions may have no leader
						// yet: KAFKA-15591
						Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address(),
								ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
						new StringSerializer(), new ByteArraySerializer())) {
			admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1), new NewTopic("other", 1, (short) 1)))
				.all()
				.get();
			for (int i = 0; i < 4000; i++) {
				String flow = (i % 4 == 0) ? "little" : "much";
				String value = "{\"namespace\": \"ns\", \"flowId\": \"%s\", \"text\": \"%s\"}".formatted(flow,
						"x".repeat(400));
				for (String topic : List.of(TOPIC, "other")) {
					var unused = producer
						.send(new ProducerRecord<>(topic, "key" + i, value.getBytes(StandardCharsets.UTF_8)));
				}
			}
		}
	}

	@AfterAll
	static void stop() {
		broker.close();
	}

	@Test
	void topicIsSharedOutAsItsRecordsAre() throws Exception {
		given(this.files.size(anyInt(), anyInt()))
			.willReturn(new FilesSize(1200, 3, true, null, List.of("e1", "e1", "e1", "gone")));
		given(this.repository.size(anyInt())).willReturn(
				new RepositorySize(
						1000, List
							.of(new RepositorySize.Kind("logs", 1000, false,
									List.of(new RepositorySize.DocumentSize("ns", "little", 9),
											new RepositorySize.DocumentSize("ns", "little", 9)))),
						"node", 5000L, 4000L));
		given(this.repository.execution("e1")).willReturn(Documents.execution(1, "large", State.SUCCESS, 1));
		StorageSample sample = sample(broker.address(), this.repository);
		assertThat(sample.errors()).isEmpty();
		assertThat(sample.topics()).containsOnlyKeys(TOPIC);
		long bytes = sample.bytes().getOrDefault(StorageKind.TOPICS, 0L);
		assertThat(bytes).isGreaterThan(4000 * 400);
		assertThat(sample.bytes()).containsEntry(StorageKind.REPOSITORY, 1000L)
			.containsEntry(StorageKind.FILES, 1200L)
			.containsEntry(StorageKind.STORES, 0L);
		assertThat(sample.estimatedOf()).isEqualTo(bytes + 1000 + 1200);
		assertThat(sample.flows()).extracting(FlowStorage::flowId).containsExactly("much", "little", "large");
		// four standard errors: once in thousands of looks it is further away
		long error = requireNonNull(sample.flows().get(0).error());
		assertThat(error).isPositive();
		assertThat(Math.abs(sample.flows().get(0).bytes() - 0.75 * bytes)).isLessThan(2.1 * error);
		FlowStorage large = sample.flows().get(2);
		assertThat(large.bytes()).isEqualTo(900);
		assertThat(large.files()).isEqualTo(900);
		// of four draws, one is nobody's
		assertThat(requireNonNull(large.filesError())).isBetween(500L, 700L);
		assertThat(sample.flows().get(1).files()).isZero();
		assertThat(sample.flows().get(1).filesError()).isNull();
		assertThat(sample.namespaces()).extracting(NamespaceStorage::namespace).containsExactly("ns", "demo");
		assertThat(sample.namespaces().get(1))
			.isEqualTo(new NamespaceStorage("demo", 900, large.error(), 900L, large.filesError()));
		assertThat(requireNonNull(sample.namespaces().get(0).error())).as("all of the topic is of one").isZero();
		assertThat(sample.volumes()).extracting((each) -> each.volume().kind())
			.containsExactly(StorageKind.TOPICS, StorageKind.STORES, StorageKind.REPOSITORY);
		assertThat(sample.volumes()).allSatisfy((each) -> assertThat(each.volume().usableBytes()).isPositive());
		assertThat(sample.volumes()).allSatisfy((each) -> assertThat(each.forecast()).isNull());
	}

	@Test
	void eachPartitionIsDrawnFromAsOftenAsItsTurnComes() {
		try (RecordDraws draws = new RecordDraws(() -> clients.consumer("draws", null, Map.of()),
				Duration.ofSeconds(60))) {
			assertThat(draws.draw(TOPIC, 30).draws()).isEqualTo(30);
			assertThat(draws.draw(TOPIC, 30).draws()).as("once more").isEqualTo(30);
		}
	}

	@Test
	void whatFailsHidesNothingElseAndSaysWhy() throws Exception {
		given(this.files.size(anyInt(), anyInt())).willThrow(new IOException("the bucket 'b' is not there"));
		given(this.repository.size(anyInt())).willThrow(new RepositoryException("Elasticsearch does not answer", null));
		StorageSample sample = sample("127.0.0.1:1", this.repository);
		assertThat(sample.topics()).isNull();
		assertThat(sample.stores()).isEmpty();
		assertThat(sample.bytes()).containsOnlyKeys(StorageKind.STORES);
		assertThat(sample.flows()).isEmpty();
		assertThat(sample.errors()).containsOnlyKeys(StorageKind.TOPICS, StorageKind.REPOSITORY, StorageKind.FILES)
			.containsEntry(StorageKind.FILES, "IOException: the bucket 'b' is not there")
			.containsEntry(StorageKind.REPOSITORY, "RepositoryException: Elasticsearch does not answer");
	}

	@Test
	void filesOfWhichTheRepositoryDoesNotTellAreCountedAndNobodys() throws Exception {
		given(this.files.size(anyInt(), anyInt())).willReturn(new FilesSize(40, 1, true, null, List.of("e1", "e1")));
		given(this.repository.size(anyInt())).willReturn(new RepositorySize(0, List.of(), "node", 5000L, 4000L));
		given(this.repository.execution("e1"))
			.willThrow(new RepositoryException("Elasticsearch does not answer", null));
		StorageSample sample = sample(broker.address(), this.repository);
		assertThat(sample.bytes()).containsEntry(StorageKind.FILES, 40L);
		assertThat(sample.errors())
			.containsExactly(Map.entry(StorageKind.FILES, "RepositoryException: Elasticsearch does not answer"));
		assertThat(sample.flows()).isNotEmpty().allSatisfy((flow) -> assertThat(flow.files()).isNull());
	}

	@Test
	void diskThatFillsIsForeseenAndOneThatIsFullIsShownSo(@TempDir Path directory) throws Exception {
		given(this.files.size(anyInt(), anyInt())).willReturn(new FilesSize(0, 0, true, null, List.of()));
		FixedClock clock = new FixedClock();
		try (SmallDisk disk = SmallDisk.mount(directory, 32);
				BrokerDisks disks = new BrokerDisks(() -> clients.admin("disks", 20_000), TOPIC::equals,
						Duration.ofSeconds(20));
				RecordDraws draws = new RecordDraws(() -> clients.consumer("draws", null, Map.of()),
						Duration.ofSeconds(20))) {
			StorageSampler sampler = new StorageSampler(disks, draws, List.of(),
					new StoreDirectories(disk.place().resolve("streams")), null, this.files, disk.place(),
					new StorageProperties(Duration.ofMinutes(5), 64), new ThreadPools(), clock);
			for (int i = 0; i < 5; i++) {
				Files.write(disk.place().resolve("written" + i), new byte[2 << 20]);
				sampler.sample();
				clock.advance(Duration.ofMinutes(10));
			}
			// 22 of 32 MB are left, and 2 go in ten minutes
			Forecast forecast = requireNonNull(ofStores(sampler).forecast());
			assertThat(forecast.fullIn()).isBetween(Duration.ofMinutes(105), Duration.ofMinutes(115));
			assertThatIOException().isThrownBy(() -> Files.write(disk.place().resolve("more"), new byte[64 << 20]));
			sampler.sample();
			assertThat(ofStores(sampler).volume().usableBytes()).isZero();
			assertThat(requireNonNull(ofStores(sampler).forecast()).fullIn()).isZero();
		}
	}

	private static StorageSample.Filling ofStores(StorageSampler sampler) {
		return requireNonNull(sampler.last()).volumes()
			.stream()
			.filter((each) -> each.volume().kind() == StorageKind.STORES)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void whatThisInstanceDoesNotUseIsNotAsked() throws Exception {
		given(this.files.size(anyInt(), anyInt())).willReturn(new FilesSize(0, 0, true, null, List.of()));
		StorageSample sample = sample(broker.address(), null);
		assertThat(sample.repository()).isNull();
		assertThat(sample.errors()).isEmpty();
		assertThat(sample.flows()).isNotEmpty().allSatisfy((flow) -> assertThat(flow.files()).isNull());
	}

	private StorageSample sample(String address, @Nullable Repository asked) throws InterruptedException {
		KafkaClients of = TestClients.of(address);
		Duration timeout = Duration.ofSeconds(address.equals(broker.address()) ? 20 : 1);
		try (BrokerDisks disks = new BrokerDisks(() -> of.admin("disks", (int) timeout.toMillis()), TOPIC::equals,
				timeout); RecordDraws draws = new RecordDraws(() -> of.consumer("draws", null, Map.of()), timeout)) {
			Path data = Path.of("target");
			StorageSampler sampler = new StorageSampler(disks, draws, List.of(TOPIC, "missing"),
					new StoreDirectories(data.resolve("no-streams")), asked, this.files, data,
					new StorageProperties(Duration.ofMinutes(5), 64), new ThreadPools(), new FixedClock());
			assertThat(sampler.last()).isNull();
			sampler.sample();
			return requireNonNull(sampler.last());
		}
	}

}
