package io.windhover.indexer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.Refusal;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.record.JsonSerde;
import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PolledBatchTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	@ParameterizedTest
	@ValueSource(strings = { "not json", "{\"flowRevision\":1,\"attempt\":1,\"failures\":0,\"version\":1}",
			"{\"flowRevision\":1,\"attempt\":1,\"failures\":0,\"version\":1,\"attempts\":[null]}", """
					{"flowRevision":1,"attempt":1,"failures":0,"version":1,
					"attempts":[{"number":1,"state":"SUCCESS","endedAt":"2026-01-31T12:00:00Z"}]}""" })
	void aTaskRunThatIsNotWholeIsBrokenAndTheOthersAreTaken(String json) {
		TaskRun good = Documents.taskRun("e1", "say", State.SUCCESS, 1);
		ConsumerRecord<String, byte[]> broken = message(TOPICS.taskRuns(), 0, 0, "broken",
				json.getBytes(StandardCharsets.UTF_8));
		PolledBatch intake = intake(List.of(broken, message(TOPICS.taskRuns(), 0, 1, "e1/say", good)));
		assertThat(intake.broken()).extracting(PolledBatch.Broken::message).containsExactly(broken);
		assertThat(intake.batch().taskRuns()).containsExactly(good);
		assertThat(intake.batch().metrics()).hasSize(1);
	}

	@Test
	void ofEachDocumentTheNewestIsWrittenAsItCame() {
		byte[] newest = "{\"id\":\"e1\",\"state\":\"SUCCESS\",\"version\":3,\"flowRevision\":1,\"killRequested\":false,\"new\":1}"
			.getBytes(StandardCharsets.UTF_8);
		PolledBatch intake = intake(
				List.of(message(TOPICS.executions(), 0, 0, "e1", Documents.execution(1, "hello", State.CREATED, 1)),
						message(TOPICS.executions(), 0, 1, "e1", newest),
						message(TOPICS.executions(), 0, 2, "e1", Documents.execution(1, "hello", State.RUNNING, 2)),
						message(TOPICS.taskRuns(), 0, 0, "e1/say", Documents.taskRun("e1", "say", State.FAILED, 1)),
						message(TOPICS.taskRuns(), 0, 1, "e1/say", Documents.taskRun("e1", "say", State.SUCCESS, 2))));
		Batch batch = intake.batch();
		assertThat(batch.executions()).extracting(Execution::version).containsExactly(3L);
		assertThat(batch.json().apply(batch.executions().get(0))).isEqualTo(newest);
		assertThat(batch.taskRuns()).extracting(TaskRun::version).containsExactly(2L);
		assertThat(intake.executions()).extracting(Execution::version).containsExactlyInAnyOrder(1L, 2L, 3L);
		assertThat(intake.taskRuns()).extracting(TaskRun::version).containsExactlyInAnyOrder(1L, 2L);
		intake.refused(new Refusal(batch.executions().get(0), new IllegalStateException("too large")));
		assertThat(intake.executions()).extracting(Execution::version).containsExactly(3L);
		assertThat(batch.metrics()).hasSize(2);
	}

	@Test
	void recordsWithoutAnIdAreAllBroken() {
		byte[] json = "{\"flowRevision\":1,\"killRequested\":false,\"version\":1}".getBytes(StandardCharsets.UTF_8);
		PolledBatch intake = intake(
				List.of(message(TOPICS.executions(), 0, 0, "a", json), message(TOPICS.executions(), 0, 1, "b", json)));
		assertThat(intake.broken()).hasSize(2);
		assertThat(intake.batch().executions()).isEmpty();
	}

	@Test
	void nothingOfADeletedExecutionIsWrittenWhateverTheOrderOfTheTopics() {
		PolledBatch intake = intake(
				List.of(message(TOPICS.executions(), 0, 0, "e1", Documents.execution(1, "hello", State.SUCCESS, 3)),
						message(TOPICS.executions(), 0, 1, "e1", (byte[]) null),
						message(TOPICS.executions(), 0, 2, "e2", Documents.execution(2, "hello", State.SUCCESS, 3)),
						message(TOPICS.taskRuns(), 0, 0, "e1/say", Documents.taskRun("e1", "say", State.SUCCESS, 2)),
						message(TOPICS.logs(), 0, 0, "e1", Documents.log("e1", 0)),
						message(TOPICS.logs(), 0, 1, "e2", Documents.log("e2", 0))));
		assertThat(intake.deletedExecutions()).containsExactly("e1");
		intake.leaveOut(intake.deletedExecutions()::contains);
		Batch batch = intake.batch();
		assertThat(batch.executions()).extracting(Execution::id).containsExactly("e2");
		assertThat(intake.executions()).hasSize(1);
		assertThat(batch.taskRuns()).isEmpty();
		assertThat(batch.metrics()).isEmpty();
		assertThat(batch.logs()).extracting(LogLine::executionId).containsExactly("e2");
	}

	@Test
	void theLastWordOnATriggerCounts() {
		PolledBatch intake = intake(List.of(trigger(0, 0, "a", 1), trigger(0, 1, "b", 1), gone(0, 2, "a"),
				gone(0, 3, "b"), trigger(0, 4, "b", 2)));
		assertThat(intake.batch().deletedTriggers()).containsExactly("demo/hello/a");
		assertThat(intake.batch().triggers()).extracting(TriggerState::version).containsExactly(2L);
	}

	@Test
	void ofPartitionsThatOthersReadNowNothingIsDeletedBuriedOrCommitted() {
		PolledBatch intake = intake(List.of(gone(0, 7, "a"), gone(1, 7, "b"), trigger(1, 8, "c", 1),
				message(TOPICS.triggers(), 1, 9, "demo/hello/d", "broken".getBytes(StandardCharsets.UTF_8))));
		TopicPartition kept = new TopicPartition(TOPICS.triggers().name(), 0);
		intake.revoked(List.of(new TopicPartition(TOPICS.triggers().name(), 1)));
		assertThat(intake.batch().deletedTriggers()).containsExactly("demo/hello/a");
		assertThat(intake.batch().triggers()).extracting(TriggerState::triggerId).containsExactly("c");
		assertThat(intake.broken()).isEmpty();
		assertThat(intake.offsets()).containsOnlyKeys(kept);
	}

	@Test
	void aPartitionEndsBeforeARecordOfANewerVersionAndTheOthersGoOn() {
		ConsumerRecord<String, byte[]> newer = trigger(0, 8, "b", 1);
		newer.headers().add(JsonSerde.SCHEMA_HEADER, new byte[] { '5' });
		PolledBatch intake = intake(
				List.of(trigger(0, 7, "a", 1), newer, trigger(0, 9, "c", 1), trigger(1, 5, "d", 1)));
		TopicPartition stopped = new TopicPartition(TOPICS.triggers().name(), 0);
		assertThat(intake.batch().triggers()).extracting(TriggerState::triggerId).containsExactlyInAnyOrder("a", "d");
		assertThat(intake.broken()).isEmpty();
		assertThat(intake.offsets().get(stopped)).isEqualTo(new OffsetAndMetadata(8));
		assertThat(intake.newer()).containsExactly(Map.entry(stopped, new NewerRecord(stopped, 8, 5, 4)));
		intake.revoked(List.of(stopped));
		assertThat(intake.newer()).isEmpty();
	}

	private static ConsumerRecord<String, byte[]> trigger(int partition, long offset, String id, long version) {
		return message(TOPICS.triggers(), partition, offset, "demo/hello/" + id, Documents.trigger(id, version));
	}

	private static ConsumerRecord<String, byte[]> gone(int partition, long offset, String id) {
		return message(TOPICS.triggers(), partition, offset, "demo/hello/" + id, (byte[]) null);
	}

	private static <V> ConsumerRecord<String, byte[]> message(Topic<V> topic, int partition, long offset, String key,
			V value) {
		return message(topic, partition, offset, key, topic.serde().serializer().serialize(topic.name(), value));
	}

	private static ConsumerRecord<String, byte[]> message(Topic<?> topic, int partition, long offset, String key,
			byte @Nullable [] value) {
		return new ConsumerRecord<>(topic.name(), partition, offset, key, value);
	}

	private static PolledBatch intake(List<ConsumerRecord<String, byte[]>> messages) {
		Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> polled = messages.stream()
			.collect(Collectors.groupingBy((each) -> new TopicPartition(each.topic(), each.partition())));
		Map<TopicPartition, OffsetAndMetadata> next = polled.keySet()
			.stream()
			.collect(Collectors.toMap((each) -> each, (each) -> new OffsetAndMetadata(100)));
		return new PolledBatch(TOPICS, new ConsumerRecords<>(polled, next));
	}

}
