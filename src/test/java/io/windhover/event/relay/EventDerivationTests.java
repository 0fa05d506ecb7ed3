package io.windhover.event.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.windhover.event.EventFactory;
import io.windhover.event.EventSamples;
import io.windhover.event.EventSchemas;
import io.windhover.event.EventType;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.execution.json.Json;
import io.windhover.flow.expectation.Expected;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class EventDerivationTests {

	private static final Topics TOPICS = Topics.withPrefix("test-");

	private static final Instant AT = EventSamples.AT;

	private static final String FLOW = "demo.orders/nightly";

	private final EventDerivation derivation = derivation();

	private final List<DerivedEvent> all = new ArrayList<>();

	private long offset;

	/** Whatever was derived. */
	@AfterEach
	void dataAreAsTheirSchemaSays() {
		assertThat(this.all).allSatisfy((each) -> assertThat(EventSchemas.errors(each.event())).isEmpty());
		assertThat(this.all).extracting((each) -> each.event().id()).doesNotHaveDuplicates();
		assertThat(this.all).allSatisfy((each) -> {
			CloudEvent received = received(each);
			assertThat(received.getSpecVersion()).isEqualTo(SpecVersion.V1);
			assertThat(received.getId()).isEqualTo(each.event().id());
			assertThat(received.getType()).isEqualTo(each.event().type());
			assertThat(received.getSource()).hasToString("/windhover/test");
			assertThat(received.getSubject()).isEqualTo(each.event().subject());
			assertThat(received.getDataSchema()).hasToString(each.event().dataschema());
			assertThat(received.getDataContentType()).isEqualTo("application/json");
			assertThat(String.valueOf(received.getTime())).isNotEqualTo("null");
			assertThat(received.getExtensionNames()).isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "WARNING", "FAILED", "KILLED", "SKIPPED" })
	void executionThatEndedIsAnEventWithoutWhatMayBeSecret(State state) {
		DerivedEvent derived = one(TOPICS.executions(), "e1", EventSamples.execution("e1", state));
		assertThat(derived.key()).isEqualTo("e1");
		OutgoingEvent event = derived.event();
		assertThat(event.type()).isEqualTo("io.windhover.execution.ended");
		assertThat(event.subject()).isEqualTo(FLOW + "/e1");
		assertThat(event.time()).isEqualTo(AT.plusSeconds(4));
		assertThat(event.text("state")).isEqualTo(state.name());
		assertThat(event.data()).doesNotContainKeys("inputs", "outputs");
		assertThat(Json.mapper().writeValueAsString(event)).doesNotContain("hush");
	}

	@ParameterizedTest
	@EnumSource(names = { "CREATED", "QUEUED", "RUNNING", "PAUSED", "RETRYING" })
	void whatHasNotEndedIsNone(State state) {
		assertThat(derive(TOPICS.executions(), "e1", EventSamples.execution("e1", state))).isEmpty();
		assertThat(derive(TOPICS.taskRuns(), "e1/say", EventSamples.taskRun("e1", "say", state))).isEmpty();
	}

	@Test
	void sameRecordHasTheSameIdWhereverItIsRead() {
		OutgoingEvent event = one(TOPICS.executions(), "e1", EventSamples.execution("e1", State.FAILED)).event();
		EventDerivation other = derivation();
		assertThat(other.derive(message(TOPICS.executions(), "e1", EventSamples.execution("e1", State.FAILED))))
			.singleElement()
			.satisfies((each) -> assertThat(each.event().id()).isEqualTo(event.id()));
	}

	@Test
	void taskRunThatFailedForGoodIsAnEventAndTheControlTaskAroundItIsNot() {
		DerivedEvent derived = one(TOPICS.taskRuns(), "e1/each[3].say",
				EventSamples.taskRun("e1", "each[3].say", State.FAILED));
		assertThat(derived.key()).isEqualTo("e1");
		assertThat(derived.event().subject()).isEqualTo(FLOW + "/e1/each[3].say");
		assertThat(derived.event().data()).containsEntry("attempts", 2).containsEntry("worker", "alice");
		assertThat(derive(TOPICS.taskRuns(), "e1/each", EventSamples.scope("e1", State.FAILED))).isEmpty();
		assertThat(derive(TOPICS.taskRuns(), "e1/a", EventSamples.taskRun("e1", "a", State.KILLED))).isEmpty();
		assertThat(derive(TOPICS.taskRuns(), "e1/b", EventSamples.taskRun("e1", "b", State.RETRYING))).isEmpty();
		assertThat(one(TOPICS.taskRuns(), "e2/say", EventSamples.neverRun("e2")).event().data())
			.containsEntry("attempts", 0)
			.doesNotContainKey("worker");
	}

	@Test
	void longErrorIsShortened() {
		Execution failed = EventSamples.execution("e1", State.FAILED);
		Execution withLongError = new Execution("e1", "demo", "f", 1, State.FAILED, failed.history(), failed.labels(),
				failed.inputs(), null, null, AT, AT, AT, "x".repeat(100_000), null, false, 2);
		assertThat(String.valueOf(one(TOPICS.executions(), "e1", withLongError).event().text("error")))
			.hasSizeLessThan(2100);
	}

	@Test
	void expectationIsMissedOnceAndMetOnce() {
		Instant since = AT.plusSeconds(7);
		assertThat(derive(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, null))))
			.isEmpty();
		DerivedEvent missed = one(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, since)));
		assertThat(missed.event().type()).isEqualTo("io.windhover.expectation.missed");
		assertThat(missed.event().time()).isEqualTo(since);
		assertThat(missed.event().data()).containsEntry("expectation", "successEvery")
			.containsEntry("reason", "no success");
		assertThat(derive(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, since),
						EventSamples.expectation(Expected.MAX_DURATION, null))))
			.isEmpty();
		DerivedEvent met = one(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, null)));
		assertThat(met.event().type()).isEqualTo("io.windhover.expectation.met");
		assertThat(met.event().data()).containsEntry("outcome", "met").containsEntry("missedSince", since);
	}

	@Test
	void expectationOfAFlowThatIsDeletedDisabledOrChangedIsWithdrawn() {
		var missed = EventSamples.history(false, EventSamples.expectation(Expected.ENDED_BY, AT));
		one(TOPICS.flowHistories(), FLOW, missed);
		assertThat(one(TOPICS.flowHistories(), FLOW, null).event().data()).containsEntry("outcome", "withdrawn");
		one(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.ENDED_BY, AT.plusSeconds(1))));
		assertThat(one(TOPICS.flowHistories(), FLOW, EventSamples.history(true)).event().data())
			.containsEntry("outcome", "withdrawn");
		one(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.ENDED_BY, AT.plusSeconds(2))));
		List<DerivedEvent> both = derive(TOPICS.flowHistories(), FLOW,
				EventSamples.history(false, EventSamples.expectation(Expected.MAX_DURATION, AT.plusSeconds(3))));
		assertThat(both).extracting((each) -> each.event().type())
			.containsExactly("io.windhover.expectation.met", "io.windhover.expectation.missed");
	}

	@Test
	void incidentOpensAndClosesAndWhatIsWrittenBetweenIsNoEvent() {
		assertThat(one(TOPICS.incidents(), "a1b2c3", EventSamples.incident(AT, null)).event()).satisfies((event) -> {
			assertThat(event.type()).isEqualTo("io.windhover.incident.opened");
			assertThat(event.subject()).isEqualTo("incidents/a1b2c3");
			assertThat(event.text("flowId")).isEqualTo("nightly");
		});
		assertThat(derive(TOPICS.incidents(), "a1b2c3",
				EventSamples.incident(AT, null).seen(AT.plusSeconds(9), "no luck", 8)))
			.isEmpty();
		assertThat(one(TOPICS.incidents(), "a1b2c3", EventSamples.incident(AT, AT.plusSeconds(60))).event().type())
			.isEqualTo("io.windhover.incident.closed");
		assertThat(derive(TOPICS.incidents(), "a1b2c3", EventSamples.incident(AT, AT.plusSeconds(60)))).isEmpty();
		assertThat(derive(TOPICS.incidents(), "a1b2c3", null)).isEmpty();
		// of the next time only what compaction has left
		assertThat(derive(TOPICS.incidents(), "a1b2c3", EventSamples.incident(AT.plusSeconds(70), AT.plusSeconds(80))))
			.extracting((each) -> each.event().type())
			.containsExactly("io.windhover.incident.opened", "io.windhover.incident.closed");
	}

	@Test
	void workerThatDrainsIsAnEventAndItsOtherHeartbeatsAreNone() {
		List<String> types = new ArrayList<>();
		int second = 0;
		for (String state : List.of("starting", "running", "running", "draining", "draining", "drained", "drained",
				"running", "drained")) {
			derive(TOPICS.instances(), "alice", EventSamples.heartbeat(state, second++))
				.forEach((each) -> types.add(each.event().type()));
		}
		assertThat(types).containsExactly("io.windhover.worker.draining", "io.windhover.worker.drained",
				"io.windhover.worker.resumed", "io.windhover.worker.drained");
		Topic<Heartbeat> instances = TOPICS.instances();
		assertThat(derive(instances, "alice", null)).isEmpty();
		assertThat(derive(instances, "alice", EventSamples.heartbeat("running", second))).isEmpty();
	}

	@Test
	void whatIsForgottenIsDerivedAnew() {
		var missed = EventSamples.history(false, EventSamples.expectation(Expected.SUCCESS_EVERY, AT));
		DerivedEvent first = one(TOPICS.flowHistories(), FLOW, missed);
		this.all.clear();
		this.derivation.forget(Set.of(new TopicPartition(TOPICS.flowHistories().name(), 0)));
		assertThat(one(TOPICS.flowHistories(), FLOW, missed)).isEqualTo(first);
	}

	@Test
	void everyTypeHasASchemaWithItsNameAndADescriptionOfEachProperty() {
		assertThat(EventType.values()).allSatisfy((type) -> {
			var schema = EventSchemas.document(type);
			assertThat(schema.get("$id").asString()).isEqualTo(type.schema());
			assertThat(schema.get("description").asString()).contains(type.type());
			schema.get("properties")
				.forEach((property) -> assertThat(property.get("description").asString()).isNotBlank());
		});
	}

	private static EventDerivation derivation() {
		return new EventDerivation(TOPICS, new EventFactory("/windhover/test"));
	}

	private <V> DerivedEvent one(Topic<V> topic, String key, @Nullable V value) {
		List<DerivedEvent> derived = derive(topic, key, value);
		assertThat(derived).hasSize(1);
		return derived.get(0);
	}

	private <V> List<DerivedEvent> derive(Topic<V> topic, String key, @Nullable V value) {
		List<DerivedEvent> derived = this.derivation.derive(message(topic, key, value));
		this.all.addAll(derived);
		return derived;
	}

	@SuppressWarnings("NullAway") // a tombstone is null, whatever Kafka's signature says
	private <V> ConsumerRecord<String, byte[]> message(Topic<V> topic, String key, @Nullable V value) {
		Headers headers = new RecordHeaders();
		byte[] bytes = (value != null) ? topic.serde().serializer().serialize(topic.name(), headers, value) : null;
		return new ConsumerRecord<>(topic.name(), 0, this.offset++, AT.toEpochMilli(), TimestampType.CREATE_TIME, 0, 0,
				key, bytes, headers, Optional.empty());
	}

	private static CloudEvent received(DerivedEvent derived) {
		Headers headers = new RecordHeaders();
		byte[] bytes = TOPICS.events().serde().serializer().serialize(TOPICS.events().name(), headers, derived.event());
		return KafkaMessageFactory.createReader(headers, bytes).toEvent();
	}

}
