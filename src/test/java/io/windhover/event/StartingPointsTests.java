package io.windhover.event;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartingPointsTests {

	private static final TopicPartition PARTITION = new TopicPartition("executions", 0);

	private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

	@Test
	void lagIsUnknownBeforeThereIsAPartition() {
		this.consumer.subscribe(List.of("executions"));
		assertThat(StartingPoints.lag(this.consumer)).isNull();
		this.consumer.rebalance(List.of(PARTITION));
		this.consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		this.consumer.updateEndOffsets(Map.of(PARTITION, 7L));
		this.consumer.seek(PARTITION, 3);
		assertThat(StartingPoints.lag(this.consumer)).isEqualTo(4);
	}

}
