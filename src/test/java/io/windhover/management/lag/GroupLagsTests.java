package io.windhover.management.lag;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.management.FixedClock;
import io.windhover.management.TopicTest;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lags as a real broker gives them.
 */
class GroupLagsTests extends TopicTest {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final String group = "g-" + UUID.randomUUID();

	private final FixedClock clock = new FixedClock();

	private final Instant minuteAgo = FixedClock.START.minusSeconds(60);

	private final AtomicInteger looks = new AtomicInteger();

	private final GroupLags lags = lags(this.clock, 20_000);

	@AfterEach
	void close() {
		this.lags.close();
	}

	@Test
	void emptyTopicThatWasNeverReadHasNoLag() throws Exception {
		assertLag(0, Duration.ZERO);
	}

	@Test
	void markersAfterThePositionAreNoLag() throws Exception {
		this.topic.commit(this.minuteAgo);
		this.topic.read(this.group, 1);
		await().untilAsserted(() -> assertThat(lag().end()).isEqualTo(2));
		assertThat(lag().position()).isEqualTo(1);
		assertLag(0, Duration.ZERO);
	}

	@Test
	void whatOnlyTakesOffsetsIsLookedAtOnce() throws Exception {
		this.topic.commit(this.minuteAgo);
		this.topic.read(this.group, 1);
		await().untilAsserted(() -> assertThat(lag().end()).isEqualTo(2));
		int before = this.looks.get();
		assertLag(0, Duration.ZERO);
		assertLag(0, Duration.ZERO);
		assertThat(this.looks).hasValue(before);
		this.topic.commit(this.minuteAgo);
		assertLag(1, Duration.ofSeconds(60));
	}

	@Test
	void topicThatWasNeverReadLagsFromItsFirstRecord() throws Exception {
		this.topic.commit(this.minuteAgo);
		this.topic.commit(FixedClock.START);
		assertLag(2, Duration.ofSeconds(60));
	}

	@Test
	void markersBetweenUnreadRecordsAreNotCounted() throws Exception {
		for (int i = 0; i < 7; i++) {
			this.topic.commit(this.minuteAgo.plusSeconds(i));
		}
		this.topic.read(this.group, 2);
		assertLag(6, Duration.ofSeconds(59));
	}

	@Test
	void abortedRecordsAreNoLag() throws Exception {
		this.topic.commit(this.minuteAgo);
		this.topic.read(this.group, 1);
		this.topic.abort(this.minuteAgo, this.minuteAgo, this.minuteAgo);
		await().untilAsserted(() -> assertThat(lag().end()).isEqualTo(6));
		assertLag(0, Duration.ZERO);
		this.topic.commit(this.minuteAgo.plusSeconds(10));
		assertLag(1, Duration.ofSeconds(50));
	}

	@Test
	void recordsOfAnOpenTransactionAreNoLagYet() throws Exception {
		this.topic.commit(this.minuteAgo);
		this.topic.read(this.group, 1);
		this.topic.begin(this.minuteAgo);
		assertLag(0, Duration.ZERO);
	}

	@Test
	void deletedRecordsAreNoLag() throws Exception {
		this.topic.commit(this.minuteAgo, this.minuteAgo, this.minuteAgo, FixedClock.START.minusSeconds(5));
		this.topic.read(this.group, 0);
		this.topic.deleteBefore(3);
		assertLag(1, Duration.ofSeconds(5));
	}

	@Test
	void neverNegative() throws Exception {
		this.topic.commit(FixedClock.START.plusSeconds(60));
		assertLag(1, Duration.ZERO);
		this.topic.read(this.group, 1000);
		assertLag(0, Duration.ZERO);
	}

	@Test
	void longLagIsNotReadToTheEnd() throws Exception {
		for (int i = 0; i < 300; i++) {
			this.topic.commit(this.minuteAgo);
		}
		await().untilAsserted(() -> assertThat(lag().end()).isEqualTo(600));
		PartitionLag lag = lag();
		assertThat(lag.age()).isEqualTo(Duration.ofSeconds(60));
		// the first are counted, of the rest the offsets
		assertThat(lag.records()).isGreaterThanOrEqualTo(300).isLessThan(600);
	}

	@Test
	void partitionThatTheBrokerDoesNotKnowIsUnknown() throws Exception {
		this.topic.commit(this.minuteAgo);
		assertLag(1, Duration.ofSeconds(60));
		TopicPartition unknown = new TopicPartition(this.topic.name, 7);
		List<PartitionLag> found;
		// the client asks for it again until its time is over
		try (GroupLags impatient = lags(this.clock, 3_000)) {
			found = impatient.consumerGroup(this.group, List.of(this.topic.partition, unknown));
		}
		assertThat(found).extracting(PartitionLag::records).containsExactly(1L, null);
		assertThat(found).extracting(PartitionLag::age).containsExactly(Duration.ofSeconds(60), null);
		assertThat(TopicLag.of(found)).containsExactly(new TopicLag(this.topic.name, null, null));
	}

	@Test
	void shareGroupLagsUntilEachRecordIsTaken() throws Exception {
		configureShareGroup();
		for (int i = 0; i < 5; i++) {
			this.topic.commit(this.minuteAgo.plusSeconds(i));
		}
		assertShareLag(5, Duration.ofSeconds(60));
		try (ShareConsumer<String, byte[]> taker = taker()) {
			taker.subscribe(List.of(this.topic.name));
			take(taker, 2);
			assertShareLag(3, Duration.ofSeconds(58));
			take(taker, 3);
			assertShareLag(0, Duration.ZERO);
		}
		this.topic.commit(FixedClock.START.minusSeconds(3));
		assertShareLag(1, Duration.ofSeconds(3));
	}

	/** One at a time. */
	private ShareConsumer<String, byte[]> taker() {
		return clients().shareConsumer("taker", this.group,
				Map.of(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit",
						ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit",
						ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1));
	}

	private static void take(ShareConsumer<String, byte[]> taker, int records) {
		Set<Long> taken = new HashSet<>();
		while (taken.size() < records) {
			Set<Long> polled = new HashSet<>();
			for (ConsumerRecord<String, byte[]> each : taker.poll(Duration.ofMillis(100))) {
				taker.acknowledge(each, AcknowledgeType.ACCEPT);
				polled.add(each.offset());
			}
			// one that the broker did not take in time, or of which the client says
			// nothing, comes again
			Map<TopicIdPartition, Optional<KafkaException>> results = taker.commitSync();
			if (!results.isEmpty() && results.values().stream().allMatch(Optional::isEmpty)) {
				taken.addAll(polled);
			}
		}
	}

	private void assertShareLag(long records, Duration age) {
		await().untilAsserted(() -> {
			PartitionLag lag = shareLag();
			assertThat(lag.records()).isEqualTo(records);
			assertThat(lag.age()).isEqualTo(age);
		});
	}

	/** A busy machine lets a question time out now and then. */
	private static ConditionFactory await() {
		return Awaitility.await().ignoreExceptionsInstanceOf(ExecutionException.class).atMost(Duration.ofMinutes(1));
	}

	private void configureShareGroup() throws Exception {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, this.group);
		admin.incrementalAlterConfigs(Map.of(resource, List.of(
				new AlterConfigOp(new ConfigEntry("share.isolation.level", "read_committed"), AlterConfigOp.OpType.SET),
				new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
			.all()
			.get();
	}

	/** The marker is written a moment after the commit is acknowledged. */
	private void assertLag(long records, Duration age) {
		await().untilAsserted(() -> {
			PartitionLag lag = lag();
			assertThat(lag.records()).isEqualTo(records);
			assertThat(lag.age()).isEqualTo(age);
		});
	}

	private PartitionLag lag() throws Exception {
		this.lags.begin();
		return this.lags.consumerGroup(this.group, List.of(this.topic.partition)).get(0);
	}

	private PartitionLag shareLag() throws Exception {
		this.lags.begin();
		return this.lags.shareGroup(this.group, List.of(this.topic.partition)).get(0);
	}

	private GroupLags lags(Clock clock, int adminTimeoutMillis) {
		KafkaOffsets offsets = new KafkaOffsets(() -> clients().admin("lags", adminTimeoutMillis), TIMEOUT, (ex) -> {
		});
		UnreadRecords unread = new UnreadRecords(
				() -> clients().consumer("lags", null, Map.of("max.partition.fetch.bytes", UnreadRecords.MOST_BYTES)),
				TIMEOUT) {
			@Override
			public Map<TopicPartition, Unread> find(Map<TopicPartition, Range> ranges) throws InterruptedException {
				GroupLagsTests.this.looks.addAndGet(ranges.size());
				return super.find(ranges);
			}
		};
		return new GroupLags(offsets, unread, clock);
	}

	private static KafkaClients clients() {
		return TestClients.of(broker.address());
	}

}
