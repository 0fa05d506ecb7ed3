package io.windhover.indexer;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.windhover.instance.ListenerList;
import io.windhover.repository.RepositoryException;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

class BatchWriterTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private final DeadLetters deadLetters = mock();

	private final IndexerListener listener = mock();

	private final BatchWriter writer = new BatchWriter(mock(), mock(), this.deadLetters,
			new ListenerList<>(List.of(this.listener)), Clock.systemUTC());

	@Test
	@SuppressWarnings("FutureReturnValueIgnored") // of calls that only say what is mocked
	void whatIsWithTheDeadLettersIsNotPutThereAgainWithWhatIsNot() throws InterruptedException {
		ConsumerRecord<String, byte[]> taken = broken(0);
		ConsumerRecord<String, byte[]> refused = broken(1);
		PolledBatch intake = new PolledBatch(TOPICS, new ConsumerRecords<>(
				Map.of(new TopicPartition(TOPICS.logs().name(), 0), List.of(taken, refused)), Map.of()));
		CompletableFuture<?> done = CompletableFuture.completedFuture(null);
		CompletableFuture<?> failed = CompletableFuture.failedFuture(new IllegalStateException("too large"));
		BDDMockito.<CompletableFuture<?>>given(this.deadLetters.add(eq(taken), any())).willReturn(done);
		BDDMockito.<CompletableFuture<?>>given(this.deadLetters.add(eq(refused), any())).willReturn(failed, done);
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> this.writer.publishDeadLetters(intake))
			.withMessageContaining("too large");
		verify(this.listener).failed();
		verify(this.listener).deadLetter(TOPICS.logs().name());
		this.writer.publishDeadLetters(intake);
		assertThat(intake.broken()).isEmpty();
		verify(this.deadLetters).add(eq(taken), any());
		verify(this.deadLetters, times(2)).add(eq(refused), any());
		verify(this.listener, times(2)).deadLetter(TOPICS.logs().name());
		verifyNoMoreInteractions(this.listener);
	}

	private static ConsumerRecord<String, byte[]> broken(long offset) {
		return new ConsumerRecord<>(TOPICS.logs().name(), 0, offset, "key", "broken".getBytes(StandardCharsets.UTF_8));
	}

}
