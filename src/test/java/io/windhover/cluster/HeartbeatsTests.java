package io.windhover.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.FenceListener;
import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.instance.PortUrls;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.Publisher;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class HeartbeatsTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private static final Instance INSTANCE = new Instance("a", "1", Set.of(Role.INDEXER), Instant.EPOCH);

	private final StaticListableBeanFactory executor = new StaticListableBeanFactory();

	private final InstanceRegistry registry = mock();

	private final List<FenceListener> listeners = new ArrayList<>();

	private final List<ProducerRecord<String, byte[]>> sent = new CopyOnWriteArrayList<>();

	@Test
	void versionIsThatOfTheBuild() {
		Properties entries = new Properties();
		entries.setProperty("version", "1.2.3");
		assertThat(first(new BuildProperties(entries)).version()).isEqualTo("1.2.3");
	}

	@Test
	void versionOfAProcessWithoutBuildInformationIsUnknown() {
		assertThat(first(null).version()).isNull();
	}

	@Test
	void recordThatOthersDeletedIsSentAgainAtOnce() {
		Identity identity = identity();
		Heartbeats heartbeats = heartbeats(identity, null);
		heartbeats.start();
		identity.accept("a", null, "1", true);
		Awaitility.await().until(() -> this.sent.size() == 2);
		heartbeats.stop();
		assertThat(this.sent.get(1).value()).isNotNull();
		identity.accept("a", null, "1", true);
		assertThat(this.sent).hasSize(3);
	}

	@Test
	void changesOfThePartitionsAreSentSoonAndTogether() {
		Set<Integer> partitions = new HashSet<>();
		this.executor.addBean("executor", (ExecutorStatus) () -> partitions);
		Heartbeats heartbeats = heartbeats(identity(), null);
		heartbeats.start();
		assertThat(sent(0).partitions()).isEmpty();
		for (int partition = 0; partition < 3; partition++) {
			partitions.add(partition);
			heartbeats.beatSoon();
		}
		Awaitility.await().until(() -> this.sent.size() == 2);
		assertThat(sent(1).partitions()).containsExactlyInAnyOrder(0, 1, 2);
		heartbeats.stop();
	}

	@Test
	void recordsOfInstancesThatAreSilentForLongAreDeleted() {
		given(this.registry.silentFor(Duration.ofHours(1))).willReturn(List.of(new InstanceRef("dead", "7")));
		Heartbeats heartbeats = heartbeats(identity(), null);
		heartbeats.start();
		heartbeats.fenced(); // has it send a heartbeat now
		Awaitility.await().until(() -> this.sent.size() == 3);
		ProducerRecord<String, byte[]> deleted = this.sent.get(2);
		assertThat(deleted.key()).isEqualTo("dead");
		assertThat(deleted.value()).isNull();
		assertThat(deleted.headers().lastHeader(InstanceRegistry.INCARNATION_HEADER).value()).asString().isEqualTo("7");
		heartbeats.stop();
	}

	@Test
	void fencedProcessSaysSoAndLeavesTheRecordToTheOther() {
		given(this.registry.silentFor(any())).willReturn(List.of(new InstanceRef("dead", "7")));
		Identity identity = identity();
		Heartbeats heartbeats = heartbeats(identity, null);
		this.listeners.add(heartbeats);
		heartbeats.start();
		identity.accept("a", new Heartbeat(new InstanceRef("a", "2"), Set.of(), "h", null, 0, 0, null, Instant.EPOCH,
				Instant.EPOCH, null), null, true);
		Awaitility.await().until(() -> this.sent.size() == 2);
		heartbeats.stop();
		assertThat(this.sent).hasSize(2);
		assertThat(sent(1).standing()).isEqualTo(Standing.FENCED);
	}

	private Heartbeat first(@Nullable BuildProperties build) {
		Heartbeats heartbeats = heartbeats(identity(), build);
		heartbeats.start();
		heartbeats.stop();
		return sent(0);
	}

	private Identity identity() {
		Identity identity = new Identity(INSTANCE, mock(), () -> new ListenerList<>(this.listeners));
		identity.hold();
		return identity;
	}

	private Heartbeats heartbeats(Identity identity, @Nullable BuildProperties build) {
		PortUrls urls = mock();
		given(urls.machine()).willReturn("host");
		Publisher publisher = new Publisher(new KafkaTemplate<>(new MockProducerFactory<>(this::producer)),
				1024 * 1024);
		OwnHeartbeat heartbeat = new OwnHeartbeat(INSTANCE, identity, TOPICS.instances(), publisher,
				new StaticListableBeanFactory().getBeanProvider(WorkerStatus.class),
				this.executor.getBeanProvider(ExecutorStatus.class), urls, mock(), build, Clock.systemUTC());
		TopicProperties properties = new TopicProperties("", 1, (short) -1, Duration.ofDays(1), Duration.ofHours(1),
				Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8));
		return new Heartbeats(identity, heartbeat, this.registry, properties, new ThreadPools());
	}

	/** One for each record, because the template closes it. */
	private MockProducer<String, byte[]> producer() {
		return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {

			@Override
			public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> message, Callback callback) {
				HeartbeatsTests.this.sent.add(message);
				return super.send(message, callback);
			}

		};
	}

	private Heartbeat sent(int number) {
		return TOPICS.instances().serde().deserializer().deserialize("instances", this.sent.get(number).value());
	}

}
