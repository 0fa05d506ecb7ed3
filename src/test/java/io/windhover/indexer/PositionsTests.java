package io.windhover.indexer;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.windhover.repository.Repository;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class PositionsTests {

	private static final TopicPartition PARTITION = new TopicPartition("executions", 0);

	private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

	private final Repository repository = mock();

	private final IndexerState state = new IndexerState("test", false, null,
			java.time.Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC));

	private final Positions positions = new Positions(this.consumer, this.repository, this.state);

	@BeforeEach
	void assign() {
		this.consumer.assign(Set.of(PARTITION));
		this.consumer.updateBeginningOffsets(Map.of(PARTITION, 10L));
		this.consumer.updateEndOffsets(Map.of(PARTITION, 100L));
	}

	@Test
	void repositoryThatHasAllThatTheGroupHasGoesOn() {
		assertThat(start(90L, 80L)).isEqualTo(80);
		assertThat(this.state.refill()).isNull();
	}

	@Test
	void emptyRepositoryIsFilledFromTheBeginningAndReportsIt() {
		assertThat(start(null, 80L)).isEqualTo(10);
		assertThat(this.state.refill()).isEqualTo(new RefillState(Instant.EPOCH, 70, 70));
		this.positions.reached(Map.of(PARTITION, new OffsetAndMetadata(50)));
		assertThat(this.state.refill()).isEqualTo(new RefillState(Instant.EPOCH, 70, 30));
		this.positions.reached(Map.of(PARTITION, new OffsetAndMetadata(80)));
		assertThat(this.state.refill()).isNull();
	}

	@Test
	void olderRepositoryIsFilledFromWhereItEnds() {
		assertThat(start(60L, 80L)).isEqualTo(60);
		assertThat(this.state.refill()).isEqualTo(new RefillState(Instant.EPOCH, 20, 20));
	}

	@Test
	void repositoryAheadOfItsTopicStartsWithTheNewTopic() {
		assertThat(start(101L, 80L)).isEqualTo(10);
	}

	@Test
	void repositoryThatIsUnknownToTheGroupStartsWithTheNewTopic() {
		assertThat(start(90L, null)).isEqualTo(10);
	}

	@Test
	void partitionThatMovedAwayIsNoLongerWaitedFor() {
		start(null, 80L);
		this.positions.revoked(Set.of(PARTITION));
		assertThat(this.state.refill()).isNull();
	}

	private long start(@Nullable Long stored, @Nullable Long committed) {
		given(this.repository.offsets()).willReturn((stored != null) ? Map.of(PARTITION, stored) : Map.of());
		if (committed != null) {
			this.consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(committed)));
		}
		this.positions.seek(Set.of(PARTITION));
		return this.consumer.position(PARTITION);
	}

}
