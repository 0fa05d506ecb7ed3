package io.windhover.worker.share;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShareSessionTests {

	private static final TopicPartition DONE = new TopicPartition("jobs", 0);

	private static final TopicPartition FAILED = new TopicPartition("jobs", 1);

	private static final TopicPartition SILENT = new TopicPartition("jobs", 2);

	@Test
	void onlyWhatTheBrokerConfirmedIsSure() {
		Map<TopicIdPartition, Optional<KafkaException>> results = Map.of(id(DONE), Optional.empty(), id(FAILED),
				Optional.of(new KafkaException("timed out")));
		assertThat(ShareSession.unsure(Set.of(DONE, FAILED, SILENT), results)).containsOnly(FAILED, SILENT);
		assertThat(ShareSession.unsure(Set.of(DONE), Map.of())).containsOnly(DONE);
		assertThat(ShareSession.unsure(Set.of(), Map.of())).isEmpty();
	}

	private static TopicIdPartition id(TopicPartition partition) {
		return new TopicIdPartition(Uuid.ONE_UUID, partition);
	}

}
