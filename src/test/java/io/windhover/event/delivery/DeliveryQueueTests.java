package io.windhover.event.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.event.EventSamples;
import io.windhover.event.EventTopics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryQueueTests {

	private static final TopicPartition PARTITION = new TopicPartition("events", 0);

	private static final Instant NOW = EventSamples.AT;

	private final DeliveryQueue queue = new DeliveryQueue(3);

	DeliveryQueueTests() {
		this.queue.assigned(PARTITION, 10);
	}

	@Test
	void oneOfASubjectIsOnItsWayAndTheOthersWaitForIt() {
		add(10, "a");
		add(11, "a");
		add(12, "b");
		List<Delivery> first = this.queue.begin(NOW);
		assertThat(offsets(first)).containsExactly(10L, 12L);
		assertThat(this.queue.begin(NOW)).isEmpty();
		this.queue.done(first.get(0));
		assertThat(offsets(this.queue.begin(NOW))).containsExactly(11L);
	}

	@Test
	void subjectThatFailsDelaysNoOtherAndComesAgainWhenItIsDue() {
		add(10, "a");
		add(11, "a");
		Delivery failing = this.queue.begin(NOW).get(0);
		this.queue.retry(failing, "refused", NOW.plusSeconds(5));
		add(12, "b");
		List<Delivery> other = this.queue.begin(NOW);
		assertThat(offsets(other)).containsExactly(12L);
		this.queue.done(other.get(0));
		assertThat(this.queue.begin(NOW.plusSeconds(4))).isEmpty();
		assertThat(Objects.requireNonNull(this.queue.oldestFailing()).error()).isEqualTo("refused");
		assertThat(committable()).isEqualTo(10);
		assertThat(offsets(this.queue.begin(NOW.plusSeconds(5)))).containsExactly(10L);
		assertThat(failing.attempts()).isEqualTo(2);
		assertThat(failing.firstAttemptAt()).isEqualTo(NOW);
		this.queue.done(failing);
		assertThat(this.queue.oldestFailing()).isNull();
		assertThat(committable()).isEqualTo(11);
	}

	@Test
	void positionIsWhereAllBeforeIsDelivered() {
		assertThat(committable()).isEqualTo(10);
		this.queue.advance(PARTITION, 15);
		assertThat(committable()).isEqualTo(15);
		add(15, "a");
		add(17, "b");
		this.queue.advance(PARTITION, 20);
		assertThat(committable()).isEqualTo(15);
		List<Delivery> both = this.queue.begin(NOW);
		this.queue.done(both.get(1));
		assertThat(committable()).isEqualTo(15);
		this.queue.done(both.get(0));
		assertThat(committable()).isEqualTo(20);
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void noMoreAreOnTheirWayThanMayBe() {
		for (int i = 0; i < 5; i++) {
			add(10 + i, "s" + i);
		}
		List<Delivery> begun = this.queue.begin(NOW);
		assertThat(begun).hasSize(3);
		this.queue.retry(begun.get(0), "refused", NOW.plusSeconds(9));
		assertThat(this.queue.begin(NOW)).hasSize(1);
	}

	@Test
	void whatIsInMemoryIsBounded() {
		for (int i = 0; i < DeliveryQueue.MOST; i++) {
			add(10 + i, "s" + i);
		}
		assertThat(this.queue.full()).containsExactly(PARTITION);
		this.queue.done(this.queue.begin(NOW).get(0));
		assertThat(this.queue.full()).isEmpty();
		// one that is not delivered, and many others that are
		DeliveryQueue other = new DeliveryQueue(1);
		other.assigned(PARTITION, 0);
		other.add(delivery(0, "a"));
		other.advance(PARTITION, DeliveryQueue.WINDOW - 1);
		assertThat(other.full()).isEmpty();
		other.advance(PARTITION, DeliveryQueue.WINDOW);
		assertThat(other.full()).containsExactly(PARTITION);
	}

	@Test
	void whatGoesOnElsewhereIsForgottenAndItsAnswersCountForNothing() throws Exception {
		add(10, "a");
		add(11, "a");
		add(12, "b");
		List<Delivery> begun = this.queue.begin(NOW);
		this.queue.revoked(Set.of(PARTITION));
		assertThat(this.queue.size()).isZero();
		assertThat(this.queue.committable()).isEmpty();
		assertThat(this.queue.done(begun.get(0))).isFalse();
		this.queue.retry(begun.get(1), "refused", NOW);
		assertThat(this.queue.begin(NOW)).isEmpty();
		// the same partition comes back, and the same events
		this.queue.assigned(PARTITION, 10);
		add(10, "a");
		List<Delivery> again = this.queue.begin(NOW);
		assertThat(this.queue.done(begun.get(0))).isFalse();
		assertThat(this.queue.done(again.get(0))).isTrue();
		this.queue.close(10);
		add(13, "c");
		assertThat(this.queue.begin(NOW)).isEmpty();
	}

	private long committable() {
		return Objects.requireNonNull(this.queue.committable().get(PARTITION)).offset();
	}

	private void add(long offset, String subject) {
		this.queue.add(delivery(offset, subject));
		this.queue.advance(PARTITION, offset + 1);
	}

	private static Delivery delivery(long offset, String subject) {
		return new Delivery(new ConsumerRecord<>("events", 0, offset, subject, new byte[0]),
				EventTopics.event((int) offset, subject, Map.of()));
	}

	private static List<Long> offsets(List<Delivery> deliveries) {
		return deliveries.stream().map((each) -> each.message().offset()).toList();
	}

}
