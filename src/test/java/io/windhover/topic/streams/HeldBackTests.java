package io.windhover.topic.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeldBackTests {

	private static final TopicPartition BEGUN = new TopicPartition("begun", 1);

	private static final TopicPartition NEW = new TopicPartition("new", 1);

	private static final TopicPartition OTHER = new TopicPartition("new", 2);

	private static final Set<TopicPartition> ASSIGNED = Set.of(BEGUN, NEW, OTHER);

	private final Map<TopicPartition, Long> lags = new HashMap<>();

	private final HeldBack heldBack = new HeldBack(new Precedence("begun", "new"));

	private long nanos;

	@Test
	void whatIsNewIsHeldWhileManyThatWereBegunWaitInItsPartition() {
		assertNothing();
		this.lags.put(BEGUN, HeldBack.MANY - 1);
		assertNothing();
		this.lags.put(BEGUN, HeldBack.MANY);
		assertThat(look()).isEqualTo(new HeldBack.Change(List.of(NEW), List.of()));
		assertThat(this.heldBack.isHeld(NEW)).isTrue();
		assertThat(this.heldBack.isHeld(OTHER)).isFalse();
		assertNothing();
		this.lags.put(BEGUN, HeldBack.MANY - 1);
		assertThat(look()).isEqualTo(new HeldBack.Change(List.of(), List.of(NEW)));
		assertThat(this.heldBack.isHeld(NEW)).isFalse();
		assertNothing();
	}

	@Test
	void nowAndThenWhatIsHeldHasATurnThatLastsUntilItHadItsShareOrNothingMoreComes() {
		this.lags.put(BEGUN, HeldBack.MANY);
		look();
		this.nanos = HeldBack.TURN.toNanos() - 1;
		assertNothing();
		this.nanos++;
		assertThat(look()).isEqualTo(new HeldBack.Change(List.of(), List.of(NEW)));
		assertThat(this.heldBack.isHeld(NEW)).isFalse();
		assertThat(taken(0)).isEmpty();
		this.nanos *= 2;
		assertNothing();
		assertThat(taken(HeldBack.SHARE - 1)).isEmpty();
		assertThat(this.heldBack.isHeld(NEW)).isFalse();
		assertThat(taken(1)).containsExactly(NEW);
		assertThat(this.heldBack.isHeld(NEW)).isTrue();
		assertThat(taken(1)).isEmpty();
		assertNothing();
		this.nanos += HeldBack.TURN.toNanos();
		assertThat(look().release()).containsExactly(NEW);
		assertThat(taken(1)).isEmpty();
		assertThat(taken(0)).containsExactly(NEW);
	}

	@Test
	void partitionThatWentIsForgotten() {
		this.lags.put(BEGUN, HeldBack.MANY);
		look();
		assertThat(this.heldBack.look(Set.of(), (each) -> 0, 0)).isEqualTo(new HeldBack.Change(List.of(), List.of()));
		assertThat(this.heldBack.isHeld(NEW)).isFalse();
		assertThat(look().hold()).containsExactly(NEW);
	}

	private void assertNothing() {
		assertThat(look()).isEqualTo(new HeldBack.Change(List.of(), List.of()));
	}

	private HeldBack.Change look() {
		return this.heldBack.look(ASSIGNED, (each) -> this.lags.getOrDefault(each, 0L), this.nanos);
	}

	/** Some of each partition. */
	private List<TopicPartition> taken(int records) {
		return this.heldBack.taken((each) -> records, this.nanos);
	}

}
