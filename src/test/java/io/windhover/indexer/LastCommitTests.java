package io.windhover.indexer;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.repository.Documents;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LastCommitTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private static final TopicPartition PARTITION = new TopicPartition(TOPICS.triggers().name(), 0);

	@Test
	void whatIsWrittenLastIsCommittedAlsoWhereTheStopWokeTheConsumer() throws InterruptedException {
		MockConsumer<String, byte[]> consumer = new WokenConsumer();
		consumer.schedulePollTask(() -> {
			consumer.rebalance(List.of(PARTITION));
			consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		});
		consumer
			.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, 0L, "demo/hello/a",
					TOPICS.triggers().serde().serializer().serialize(PARTITION.topic(), Documents.trigger("a", 0)))));
		BatchWriter writer = mock(BatchWriter.class);
		given(writer.positions(any(), any())).willReturn(mock(Positions.class));
		AtomicInteger left = new AtomicInteger(2);
		new IndexingLoop(consumer, TOPICS, writer, new IndexerState("memory", false, null, Clock.systemUTC()),
				new FixedBackOff(), 1000)
			.run(() -> left.getAndDecrement() > 0);
		assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION)).isEqualTo(new OffsetAndMetadata(1));
	}

	/** Its first commit is interrupted by what was to end a poll. */
	private static final class WokenConsumer extends MockConsumer<String, byte[]> {

		private boolean woken = true;

		WokenConsumer() {
			super("earliest");
		}

		@Override
		public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
			if (this.woken) {
				this.woken = false;
				throw new WakeupException();
			}
			super.commitSync(offsets);
		}

	}

}
