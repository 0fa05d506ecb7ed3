package io.windhover.management.streams;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.management.CountingTopology;
import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.management.StreamsRestarts;
import io.windhover.management.TopicTest;
import io.windhover.management.lag.Backlogs;
import io.windhover.management.lag.GroupLags;
import io.windhover.management.lag.KafkaOffsets;
import io.windhover.management.lag.UnreadRecords;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.TestClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.streams.TestStreams;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kafka Streams clients on a real broker, set as the application sets them: what is
 * sampled of them, and how they come back.
 */
class StreamsClientTests extends TopicTest {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final StreamsClients clients = new StreamsClients(Clock.systemUTC());

	private final List<StreamsBuilderFactoryBean> factories = new ArrayList<>();

	private final Sampler sampler = sampler();

	private final StreamsRestarts restarts = new StreamsRestarts(this.sampler, new ThreadPools(), () -> false);

	@BeforeEach
	void startRestarts() {
		this.restarts.start();
	}

	@AfterEach
	void stop() {
		this.restarts.stop();
		this.factories.forEach(StreamsBuilderFactoryBean::stop);
		this.sampler.stop();
	}

	@Test
	void idleClientAndItsStandbyHaveNoLagAlthoughMarkersAreUnread() throws Exception {
		StreamsClient one = start("one", 1, 1);
		StreamsClient two = start("two", 1, 1);
		for (int i = 0; i < 5; i++) {
			this.topic.commit(Instant.now());
		}
		await().untilAsserted(() -> {
			assertThat(standbys(one) + standbys(two)).isOne();
			StreamsClient active = (standbys(one) == 1) ? two : one;
			assertThat(sample(active).stores()).singleElement().satisfies((store) -> {
				assertThat(store.end()).isGreaterThan(5);
				assertThat(store.lag()).isZero();
			});
			assertThat(sample(active).inputs()).singleElement().satisfies((input) -> {
				assertThat(input.records()).isZero();
				assertThat(input.age()).isZero();
				assertThat(input.end()).isEqualTo(10);
			});
		});
		StreamsClient standby = (standbys(one) == 1) ? one : two;
		KafkaStreams streams = Objects.requireNonNull(standby.streams());
		await().untilAsserted(() -> {
			LagInfo raw = streams.allLocalStorePartitionLags()
				.values()
				.stream()
				.flatMap((partitions) -> partitions.values().stream())
				.findFirst()
				.orElseThrow();
			// what Kafka Streams calls a lag is the last marker
			assertThat(raw.offsetLag()).isOne();
			assertThat(sample(standby).stores()).singleElement().satisfies((store) -> assertThat(store.lag()).isZero());
		});
	}

	@Test
	void lagIsTheAgeOfTheFirstRecordThatIsNotProcessed() throws Exception {
		StreamsClient client = start("one", 1, 0);
		Instant minuteAgo = Instant.now().minusSeconds(60);
		this.topic.commit(minuteAgo);
		await().untilAsserted(() -> assertThat(sample(client).inputs()).singleElement()
			.satisfies((input) -> assertThat(input.records()).isZero()));
		// a deadly record is unread for ever
		this.topic.commitDeadly(minuteAgo.plusSeconds(1));
		this.topic.commit(minuteAgo.plusSeconds(2));
		await().untilAsserted(() -> assertThat(sample(client).inputs()).singleElement().satisfies((input) -> {
			assertThat(input.records()).isEqualTo(2);
			assertThat(input.age()).isGreaterThan(Duration.ofSeconds(58));
		}));
	}

	@Test
	void clientThatEndedIsMadeAnewAndThenThereIsNothingToDo() throws Exception {
		StreamsBuilderFactoryBean factory = factory("one", 1, 0);
		// as after the last of many failures
		factory.setStreamsUncaughtExceptionHandler(
				(ex) -> StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
		StreamsClient client = start(factory);
		this.topic.commit(Instant.now());
		this.topic.commitDeadly(Instant.now());
		await().until(() -> client.standing().state() == KafkaStreams.State.ERROR);
		// what it dies of is gone
		this.topic.deleteBefore(4);
		assertThat(this.restarts.restart(client)).isNull();
		await().until(client::isRunning);
		this.topic.commit(Instant.now());
		await().untilAsserted(() -> {
			assertThat(sample(client).inputs()).singleElement().satisfies((input) -> {
				assertThat(input.records()).isZero();
				assertThat(input.position()).isGreaterThan(4);
			});
			assertThat(sample(client).threadsAlive()).isOne();
			assertThat(this.restarts.restart(client)).isEqualTo("It is RUNNING with all its 1 threads");
		});
	}

	@Test
	void threadThatIsMissingIsAdded() throws Exception {
		StreamsClient client = start("one", 2, 0);
		Objects.requireNonNull(client.streams()).removeStreamThread();
		await().untilAsserted(() -> {
			assertThat(sample(client).threadsAlive()).isOne();
			assertThat(sample(client).threads()).hasSize(1);
		});
		assertThat(this.restarts.restart(client)).isNull();
		await().untilAsserted(() -> {
			assertThat(sample(client).threadsAlive()).isEqualTo(2);
			assertThat(sample(client).threads()).extracting(StreamThreadSample::state).containsOnly("RUNNING");
		});
		assertThat(this.restarts.restart(client)).contains("with all its 2 threads");
	}

	@Test
	void restoreIsSeenWhileItLasts() throws Exception {
		StreamsClient client = start("one", 1, 0);
		this.topic.commit(Collections.nCopies(250, Instant.now()).toArray(Instant[]::new));
		await().untilAsserted(() -> assertThat(sample(client).inputs()).singleElement()
			.satisfies((input) -> assertThat(input.records()).isZero()));
		assertThat(client.restoring()).isZero();
		assertThat(client.rebalances()).isPositive();
		this.factories.get(0).stop();
		assertThat(client.restoring()).isNull();
		FileSystemUtils.deleteRecursively(this.directory.resolve("one").resolve("streams"));
		List<StoreRestore> seen = new CopyOnWriteArrayList<>();
		this.factories.get(0)
			.setStateRestoreListener(new Following(client.restoreListener(), () -> seen.addAll(client.restores())));
		this.factories.get(0).start();
		await().until(client::isRunning);
		assertThat(client.restores()).isEmpty();
		assertThat(client.restoring()).isZero();
		assertThat(seen).first().satisfies((restore) -> {
			assertThat(restore.store()).isEqualTo(CountingTopology.STORE);
			assertThat(restore.restored()).isZero();
			assertThat(restore.remaining()).isEqualTo(restore.total()).isGreaterThan(200);
		});
		assertThat(seen).last().satisfies((restore) -> {
			assertThat(restore.restored()).isPositive();
			// the last marker is never read
			assertThat(restore.remaining()).isLessThanOrEqualTo(1);
		});
	}

	private StreamsClient start(String instance, int threads, int standbys) throws Exception {
		return start(factory(instance, threads, standbys));
	}

	private StreamsBuilderFactoryBean factory(String instance, int threads, int standbys) {
		return TestStreams
			.factory(broker.address(), this.topic.name + "-", instance, this.directory.resolve(instance), threads,
					standbys, this.clients)
			.create(Role.EXECUTOR, new CountingTopology(this.topic.name));
	}

	private StreamsClient start(StreamsBuilderFactoryBean factory) throws Exception {
		this.factories.add(factory);
		factory.afterPropertiesSet();
		factory.afterSingletonsInstantiated();
		factory.start();
		StreamsClient client = this.clients.all().get(this.clients.all().size() - 1);
		await().until(client::isRunning);
		return client;
	}

	private StreamsSample sample(StreamsClient client) {
		this.sampler.sample();
		StreamsSample sample = this.sampler.streams(client.clientId());
		// a busy machine lets a question time out now and then
		assertThat(sample).as("a sample of %s", client.clientId()).isNotNull();
		return Objects.requireNonNull(sample);
	}

	private long standbys(StreamsClient client) {
		return sample(client).threads().stream().mapToLong((thread) -> thread.standby().size()).sum();
	}

	private static ConditionFactory await() {
		// threads die here on purpose
		return Awaitility.await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(1));
	}

	private Sampler sampler() {
		ManagementProperties properties = new ManagementProperties(Duration.ofSeconds(5), Duration.ofSeconds(3),
				Duration.ZERO, 5, Duration.ZERO, Duration.ZERO);
		KafkaOffsets offsets = new KafkaOffsets(() -> kafka().admin("sampler", 3000), Duration.ofSeconds(3), (ex) -> {
		});
		UnreadRecords unread = new UnreadRecords(() -> kafka().consumer("sampler", null, Map.of()),
				Duration.ofSeconds(3));
		GroupLags lags = new GroupLags(offsets, unread, Clock.systemUTC());
		TopicProperties topics = new TopicProperties("none-", 1, (short) 1, Duration.ofDays(14), Duration.ZERO,
				Duration.ZERO, Duration.ofHours(1), DataSize.ofMegabytes(8));
		Backlogs backlogs = new Backlogs(lags, topics, new PartitionCount(null, 1), Topics.withPrefix("none-"),
				List::of, Set.of(), Clock.systemUTC());
		return new Sampler(this.clients, offsets, lags, backlogs, properties, new ThreadPools(), List.of(),
				Clock.systemUTC());
	}

	private static KafkaClients kafka() {
		return TestClients.of(broker.address());
	}

	/** Looks after each event but the end, when nothing is left to see. */
	private record Following(StateRestoreListener told, Runnable look) implements StateRestoreListener {

		@Override
		public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
			this.told.onRestoreStart(partition, store, from, to);
			this.look.run();
		}

		@Override
		public void onBatchRestored(TopicPartition partition, String store, long last, long records) {
			this.told.onBatchRestored(partition, store, last, records);
			this.look.run();
		}

		@Override
		public void onRestoreEnd(TopicPartition partition, String store, long records) {
			this.told.onRestoreEnd(partition, store, records);
		}

	}

}
