package io.windhover.event.relay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.cloudevents.CloudEvent;
import io.windhover.event.EventFactory;
import io.windhover.event.EventSamples;
import io.windhover.event.EventTopics;
import io.windhover.event.EventType;
import io.windhover.event.delivery.EventConfiguration;
import io.windhover.execution.State;
import io.windhover.flow.expectation.Expected;
import io.windhover.system.FreePorts;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.Topics;
import io.windhover.topic.record.JsonSerde;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventRelayTests {

	private static final String ENDED = EventType.EXECUTION_ENDED.type();

	private static EventTopics kafka;

	private final RelayState state = new RelayState(Clock.systemUTC());

	@BeforeAll
	static void start(@TempDir Path directory) {
		kafka = new EventTopics(directory);
	}

	@AfterAll
	static void stop() {
		kafka.close();
	}

	@Test
	void whatEndsAfterItWasSwitchedOnIsOnTheTopicAndWhatEndedBeforeIsNot() throws Exception {
		Topics topics = kafka.create("fresh-");
		kafka.publish(topics.executions(), "old", EventSamples.execution("old", State.SUCCESS));
		ConsumerThread relay = relay("fresh-", producers("fresh-"));
		relay.start();
		try {
			awaitRead("fresh-", topics.executions().name(), 1);
			kafka.publish(topics.executions(), "e1", EventSamples.execution("e1", State.RUNNING));
			kafka.publish(topics.executions(), "e1", EventSamples.execution("e1", State.FAILED));
			kafka.publish(topics.taskRuns(), "e1/say", EventSamples.taskRun("e1", "say", State.FAILED));
			await().untilAsserted(() -> assertThat(kafka.events(topics)).extracting(CloudEvent::getType)
				.containsExactlyInAnyOrder(ENDED, EventType.TASK_RUN_FAILED.type()));
			assertThat(kafka.records(topics.events())).extracting((each) -> each.key()).containsOnly("e1");
			await().untilAsserted(() -> assertThat(this.state.status().lag()).isZero());
			assertThat(this.state.status()).satisfies((status) -> {
				assertThat(status.ready()).isTrue();
				assertThat(status.written()).isEqualTo(2);
				assertThat(status.error()).isNull();
				assertThat(status.sampledAt()).isNotNull();
			});
		}
		finally {
			relay.stop();
		}
		assertThat(this.state.status().ready()).isFalse();
	}

	@Test
	void eachIsThereOnceWhereverItIsKilled() throws Exception {
		Topics topics = kafka.create("killed-");
		AtomicInteger commits = new AtomicInteger();
		ConsumerThread relay = relay("killed-", () -> new DyingProducer(settings("killed-"), commits));
		relay.start();
		try {
			awaitRead("killed-", topics.executions().name(), 0);
			for (int i = 0; i < 30; i++) {
				kafka.publish(topics.executions(), "e" + i, EventSamples.execution("e" + i, State.SUCCESS));
			}
			await().untilAsserted(() -> assertThat(subjects(topics)).containsExactlyInAnyOrderElementsOf(
					IntStream.range(0, 30).mapToObj((i) -> subject("e" + i)).toList()));
		}
		finally {
			relay.stop();
		}
		assertThat(commits).hasValueGreaterThan(2);
	}

	@Test
	void whatIsMetWhileNobodyReadsIsMetAndWhatWasMissedBeforeIsNotMissedAgain() throws Exception {
		Topics topics = kafka.create("changes-");
		Instant since = EventSamples.AT;
		ConsumerThread relay = relay("changes-", producers("changes-"));
		relay.start();
		awaitRead("changes-", topics.executions().name(), 0);
		kafka.publish(topics.flowHistories(), "demo.orders/nightly",
				EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, since)));
		kafka.publish(topics.incidents(), "a1b2c3", EventSamples.incident(since, null));
		await().untilAsserted(() -> assertThat(kafka.events(topics)).hasSize(2));
		relay.stop();

		kafka.publish(topics.flowHistories(), "demo.orders/nightly",
				EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, null)));
		kafka.publish(topics.incidents(), "a1b2c3", EventSamples.incident(since, null).seen(since, "again", 9));
		ConsumerThread other = relay("changes-", producers("changes-"));
		other.start();
		try {
			kafka.publish(topics.incidents(), "a1b2c3", EventSamples.incident(since, since.plusSeconds(9)));
			await().untilAsserted(() -> assertThat(kafka.events(topics)).extracting(CloudEvent::getType)
				.containsExactlyInAnyOrder(EventType.EXPECTATION_MISSED.type(), EventType.EXPECTATION_MET.type(),
						EventType.INCIDENT_OPENED.type(), EventType.INCIDENT_CLOSED.type()));
		}
		finally {
			other.stop();
		}
	}

	@Test
	void brokenRecordIsInNobodysWayAndOneOfANewerVersionStopsItsPartition() throws Exception {
		Topics topics = kafka.create("broken-");
		ConsumerThread relay = relay("broken-", producers("broken-"));
		relay.start();
		try {
			awaitRead("broken-", topics.executions().name(), 0);
			String name = topics.executions().name();
			kafka.publish(new ProducerRecord<>(name, 0, "x", "no json".getBytes(StandardCharsets.UTF_8)));
			publish(topics, 0, "e1");
			RecordHeaders newer = new RecordHeaders();
			newer.add(JsonSerde.SCHEMA_HEADER, "99".getBytes(StandardCharsets.US_ASCII));
			kafka.publish(new ProducerRecord<>(name, 1, null, "y", "{}".getBytes(StandardCharsets.UTF_8), newer));
			publish(topics, 1, "e2");
			await().untilAsserted(() -> assertThat(subjects(topics)).containsExactly(subject("e1")));
			await().untilAsserted(() -> assertThat(this.state.status().stopped()).singleElement()
				.asString()
				.contains("schema version 99"));
			publish(topics, 0, "e3");
			await().untilAsserted(() -> assertThat(subjects(topics)).containsExactly(subject("e1"), subject("e3")));
		}
		finally {
			relay.stop();
		}
		assertThat(kafka.committed("broken-events", Set.of(topics.executions().name()))).isEqualTo(3);
	}

	@Test
	@Timeout(30)
	void brokerThatIsAwayDoesNotKeepTheRelayForLongerThanAStopWaits() {
		KafkaClients away = TestClients.of("127.0.0.1:" + FreePorts.next());
		Producer<String, byte[]> producer = EventConfiguration.producer(away, "away-events", 1024);
		try {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(producer::initTransactions);
		}
		finally {
			producer.close(Duration.ZERO);
		}
	}

	private static void publish(Topics topics, int partition, String id) {
		RecordHeaders headers = new RecordHeaders();
		byte[] value = topics.executions()
			.serde()
			.serializer()
			.serialize(topics.executions().name(), headers, EventSamples.execution(id, State.SUCCESS));
		kafka.publish(new ProducerRecord<>(topics.executions().name(), partition, null, id, value, headers));
	}

	private static List<String> subjects(Topics topics) {
		return kafka.events(topics).stream().map(CloudEvent::getSubject).toList();
	}

	private static String subject(String executionId) {
		return "demo.orders/nightly/" + executionId;
	}

	/** A new group has a position once its first round is committed. */
	private void awaitRead(String prefix, String topic, long offset) {
		await().untilAsserted(() -> assertThat(kafka.committed(prefix + "events", Set.of(topic))).isEqualTo(offset));
		await().until(() -> Long.valueOf(0).equals(this.state.status().lag()));
	}

	private ConsumerThread relay(String prefix, Supplier<Producer<String, byte[]>> producers) {
		Topics topics = Topics.withPrefix(prefix);
		EventRelay relay = new EventRelay(() -> new EventDerivation(topics, new EventFactory("/windhover/test")),
				topics.events(), producers, this.state);
		return ConsumerThread.patient("relay", () -> kafka.clients().consumer("relay", prefix + "events", Map.of()),
				relay, (cause) -> this.state.failed(String.valueOf(cause.getMessage())));
	}

	private static Supplier<Producer<String, byte[]>> producers(String prefix) {
		return () -> EventConfiguration.producer(kafka.clients(), prefix + "events-test", 1024 * 1024);
	}

	private static Map<String, Object> settings(String prefix) {
		Map<String, Object> settings = kafka.clients().producerProperties();
		settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + "events-test");
		return settings;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
	}

	/**
	 * One that is gone at every other commit, before it or after it.
	 */
	private static final class DyingProducer extends KafkaProducer<String, byte[]> {

		private final AtomicInteger commits;

		DyingProducer(Map<String, Object> settings, AtomicInteger commits) {
			super(settings, new StringSerializer(), new ByteArraySerializer());
			this.commits = commits;
		}

		@Override
		public void commitTransaction() {
			int number = this.commits.incrementAndGet();
			if (number > 1 && number % 4 == 0) {
				throw new KafkaException("killed before the commit");
			}
			super.commitTransaction();
			if (number > 1 && number % 4 == 2) {
				throw new KafkaException("killed after the commit");
			}
		}

	}

}
