package io.windhover.scheduler.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.ReadRecords.Range;
import io.windhover.execution.flow.TopicPositions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class TopicReaderTests {

	private static final TopicPartition PARTITION = new TopicPartition("slow", 0);

	private static final TopicPositions POSITIONS = new TopicPositions("c/slow/g", Map.of(0, 3L));

	private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

	@BeforeEach
	void fill() {
		this.consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		this.consumer.updateEndOffsets(Map.of(PARTITION, 5L));
	}

	@Test
	void recordsThatAreThereAreAwaitedBeyondTheWaitForMore() {
		this.consumer.schedulePollTask(() -> arriveAfter(System.nanoTime() + Duration.ofMillis(50).toNanos()));
		ReadRecords read = read(Duration.ofSeconds(50));
		assertThat(read.records()).singleElement().satisfies((item) -> assertThat(item.offset()).isEqualTo(3));
		assertThat(read.ranges()).isEqualTo(Map.of(0, new Range(3, 4)));
		assertThat(read.more()).isTrue();
	}

	@Test
	void evaluationThatReadsNothingWaitsForTheNextInterval() {
		ReadRecords read = read(Duration.ofMillis(50));
		assertThat(read.records()).isEmpty();
		assertThat(read.ranges()).isEqualTo(Map.of(0, new Range(3, 3)));
		assertThat(read.more()).isFalse();
	}

	@Test
	void nothingIsAwaitedAtTheEnd() {
		this.consumer.updateEndOffsets(Map.of(PARTITION, 3L));
		assertThat(read(Duration.ofHours(1)).more()).isFalse();
	}

	private void arriveAfter(long nanos) {
		if (System.nanoTime() < nanos) {
			this.consumer.schedulePollTask(() -> arriveAfter(nanos));
			return;
		}
		this.consumer
			.addRecord(new ConsumerRecord<>("slow", 0, 3, new byte[0], "late".getBytes(StandardCharsets.UTF_8)));
	}

	private ReadRecords read(Duration most) {
		KafkaConfiguration configuration = new KafkaConfiguration("slow", null, null, null, null, null, null, null,
				Duration.ofMillis(1), null);
		return new TopicReader(this.consumer, configuration).read("c/slow/g", List.of(PARTITION), POSITIONS,
				configuration.longest(), most);
	}

}
