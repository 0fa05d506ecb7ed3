package io.windhover.indexer;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.repository.Documents;
import io.windhover.topic.Topics;
import io.windhover.topic.record.JsonSerde;
import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class NewerPartitionTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private static final TopicPartition STOPPED = new TopicPartition(TOPICS.triggers().name(), 0);

	private static final TopicPartition OTHER = new TopicPartition(TOPICS.triggers().name(), 1);

	private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

	private final IndexerState state = new IndexerState("memory", false, null, Clock.systemUTC());

	@Test
	void aPartitionIsReadNoFurtherThanARecordOfANewerVersionAndTheOthersAre() throws InterruptedException {
		poll(() -> {
			this.consumer.rebalance(List.of(STOPPED, OTHER));
			this.consumer.updateBeginningOffsets(Map.of(STOPPED, 0L, OTHER, 0L));
		});
		poll(() -> {
			add(STOPPED, 0, "1");
			add(STOPPED, 1, "5");
			add(OTHER, 0, "1");
		});
		poll(() -> {
			add(STOPPED, 2, "1");
			add(OTHER, 1, "1");
		});
		run(loop(), 3);
		assertThat(this.state.stopped()).isEqualTo(Map.of(STOPPED, new NewerRecord(STOPPED, 1, 5, 4)));
		assertThat(this.consumer.paused()).containsExactly(STOPPED);
		assertThat(committed(STOPPED)).isEqualTo(1);
		assertThat(committed(OTHER)).isEqualTo(2);
	}

	@Test
	void aPartitionThatAnotherInstanceReadsIsForgotten() throws InterruptedException {
		poll(() -> {
			this.consumer.rebalance(List.of(STOPPED));
			this.consumer.updateBeginningOffsets(Map.of(STOPPED, 0L));
		});
		poll(() -> add(STOPPED, 0, "5"));
		IndexingLoop loop = loop();
		poll(() -> {
			assertThat(this.state.stopped()).containsOnlyKeys(STOPPED);
			loop.onPartitionsRevoked(List.of(STOPPED));
		});
		run(loop, 3);
		assertThat(this.state.stopped()).isEmpty();
	}

	private long committed(TopicPartition partition) {
		OffsetAndMetadata committed = this.consumer.committed(Set.of(partition)).get(partition);
		return (committed != null) ? committed.offset() : 0;
	}

	private void poll(Runnable task) {
		this.consumer.schedulePollTask(task);
	}

	private void add(TopicPartition partition, long offset, String schema) {
		byte[] value = TOPICS.triggers()
			.serde()
			.serializer()
			.serialize(partition.topic(), Documents.trigger("a", offset));
		ConsumerRecord<String, byte[]> message = new ConsumerRecord<>(partition.topic(), partition.partition(), offset,
				"demo/hello/a", value);
		message.headers().add(JsonSerde.SCHEMA_HEADER, schema.getBytes(StandardCharsets.US_ASCII));
		this.consumer.addRecord(message);
	}

	private IndexingLoop loop() {
		BatchWriter writer = mock(BatchWriter.class);
		given(writer.positions(any(), any())).willReturn(mock(Positions.class));
		return new IndexingLoop(this.consumer, TOPICS, writer, this.state, new FixedBackOff(), 1000);
	}

	private static void run(IndexingLoop loop, int polls) throws InterruptedException {
		AtomicInteger left = new AtomicInteger(polls);
		loop.run(() -> left.getAndDecrement() > 0);
	}

}
