package io.windhover.indexer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.State;
import io.windhover.file.FileStore;
import io.windhover.file.TestFiles;
import io.windhover.flow.input.FileAddress;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

class ExecutionDeletionsTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private final MemoryRepository repository = new MemoryRepository();

	@Test
	void documentsAndFilesGoAndLogLinesThatComeLaterAreLeftOut(@TempDir Path directory) throws IOException {
		FileStore files = TestFiles.in(directory);
		files.write(FileAddress.of("e1", "a.csv"), new ByteArrayInputStream(new byte[3]));
		files.write(FileAddress.of("e2", "a.csv"), new ByteArrayInputStream(new byte[3]));
		this.repository.write(new Batch(List.of(Documents.execution(1, "hello", State.SUCCESS, 3)), List.of(),
				List.of(), List.of(), List.of(), List.of()));
		ExecutionDeletions deletions = new ExecutionDeletions(this.repository, files);
		deletions.apply(intake(TOPICS.executions(), "e1", null));
		assertThat(this.repository.executions()).isEmpty();
		assertThat(files.list("e1", 0, 10).total()).isZero();
		assertThat(files.list("e2", 0, 10).total()).isOne();
		PolledBatch late = intake(TOPICS.logs(), "e1",
				TOPICS.logs().serde().serializer().serialize("logs", Documents.log("e1", 7)));
		deletions.apply(late);
		assertThat(late.batch().logs()).isEmpty();
		PolledBatch other = intake(TOPICS.logs(), "e2",
				TOPICS.logs().serde().serializer().serialize("logs", Documents.log("e2", 7)));
		deletions.apply(other);
		assertThat(other.batch().logs()).hasSize(1);
	}

	@Test
	void filesThatCannotBeDeletedHoldUpNothing() throws IOException {
		FileStore files = mock();
		willThrow(new IOException("not mounted")).given(files).delete("e1");
		ExecutionDeletions deletions = new ExecutionDeletions(this.repository, files);
		deletions.apply(intake(TOPICS.executions(), "e1", null));
		deletions.apply(intake(TOPICS.executions(), "e2", null));
		verify(files).delete("e1");
		verifyNoMoreInteractions(files);
	}

	@Test
	void documentsThatCannotBeDeletedAreTriedAgainBeforeAnythingElse() {
		Repository down = mock();
		willThrow(new RepositoryException("down", null)).given(down).delete(Set.of("e1"));
		ExecutionDeletions deletions = new ExecutionDeletions(down, mock());
		PolledBatch intake = intake(TOPICS.executions(), "e1", null);
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> deletions.apply(intake));
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> deletions.apply(intake));
	}

	private static PolledBatch intake(Topic<?> topic, String key, byte @Nullable [] value) {
		ConsumerRecord<String, byte @Nullable []> message = new ConsumerRecord<>(topic.name(), 0, 0, key, value);
		return new PolledBatch(TOPICS, records(message));
	}

	@SuppressWarnings("NullAway") // a tombstone is null, whatever Kafka's signature says
	private static ConsumerRecords<String, byte[]> records(ConsumerRecord<String, byte @Nullable []> message) {
		return new ConsumerRecords<>(Map.of(new TopicPartition(message.topic(), 0), List.of(message)), Map.of());
	}

}
