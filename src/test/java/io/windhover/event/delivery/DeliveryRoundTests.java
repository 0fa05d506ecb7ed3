package io.windhover.event.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import io.windhover.event.EventTopics;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.management.FixedClock;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * What one thread of a subscription does, turn by turn.
 */
class DeliveryRoundTests {

	private static final Topic<OutgoingEvent> EVENTS = Topics.withPrefix("w-").events();

	private static final TopicPartition PARTITION = new TopicPartition(EVENTS.name(), 0);

	private final FixedClock clock = new FixedClock();

	private final EventSender sender = mock(EventSender.class);

	private final DeadLetters deadLetters = mock(DeadLetters.class);

	private final SleepyConsumer consumer = new SleepyConsumer();

	@Test
	void whatIsDeliveredLastIsCommittedAlsoWhereTheConsumerIsWoken() throws InterruptedException {
		given(this.sender.send(any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
		this.consumer.wakeups = 1;
		turn(3, (turn) -> {
		});
		assertThat(this.consumer.committed(Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(1)));
	}

	@Test
	void threadThatFailsIsShownAsBroken() throws InterruptedException {
		given(this.sender.send(any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
		SubscriptionState state = new SubscriptionState(SubscriptionTests.one(Map.of()), this.clock);
		assertThat(state.status().brokenSince()).isEqualTo(FixedClock.START);
		EventDeliverer deliverer = new EventDeliverer(SubscriptionTests.one(Map.of()), EVENTS, this.sender,
				this.deadLetters, state, this.clock);
		AtomicInteger turn = new AtomicInteger();
		assertThatIllegalStateException().isThrownBy(() -> deliverer.run(this.consumer, () -> {
			if (turn.incrementAndGet() == 3) {
				assertThat(state.status().brokenSince()).isNull();
				throw new IllegalStateException("no more");
			}
			return true;
		}));
		assertThat(state.status().brokenSince()).isEqualTo(FixedClock.START);
		assertThat(state.status().state()).isEqualTo("starting");
	}

	@Test
	void whatCouldNotBePutAsideForLongIsTriedAfterADelayFromThenOn() throws InterruptedException {
		given(this.sender.send(any())).willAnswer(
				(call) -> CompletableFuture.failedFuture(new EventSender.RefusedException("no such event", 400, "")));
		CompletableFuture<Object> letter = new CompletableFuture<>();
		given(this.deadLetters.add(any(), any())).willAnswer((call) -> letter);
		turn(8, (turn) -> {
			if (turn == 3) {
				this.clock.advance(Duration.ofMinutes(2));
				letter.completeExceptionally(new IllegalStateException("no broker"));
			}
			else if (turn == 6) {
				var unused = then(this.sender).should().send(any());
				this.clock.advance(Duration.ofSeconds(30));
			}
		});
		var unused = then(this.sender).should(times(2)).send(any());
	}

	private void turn(int turns, IntConsumer before) throws InterruptedException {
		Subscription subscription = SubscriptionTests.one(Map.of("retry-delay", "30s", "retry-max-delay", "30s"));
		EventDeliverer deliverer = new EventDeliverer(subscription, EVENTS, this.sender, this.deadLetters,
				new SubscriptionState(subscription, this.clock), this.clock);
		AtomicInteger turn = new AtomicInteger();
		deliverer.run(this.consumer, () -> {
			int next = turn.incrementAndGet();
			before.accept(next);
			return next <= turns;
		});
	}

	/** One with an event, whose commits may be interrupted. */
	private static final class SleepyConsumer extends MockConsumer<String, byte[]> {

		private int wakeups;

		SleepyConsumer() {
			super("earliest");
			updateBeginningOffsets(Map.of(PARTITION, 0L));
			updateEndOffsets(Map.of(PARTITION, 0L));
			schedulePollTask(() -> {
				rebalance(List.of(PARTITION));
				RecordHeaders headers = new RecordHeaders();
				byte[] value = EVENTS.serde()
					.serializer()
					.serialize(EVENTS.name(), headers, EventTopics.event(1, "demo/f/e1", Map.of()));
				addRecord(new ConsumerRecord<>(EVENTS.name(), 0, 0L, 0L, TimestampType.CREATE_TIME, 0, value.length,
						"e1", value, headers, Optional.empty()));
			});
		}

		@Override
		public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
			if (this.wakeups-- > 0) {
				throw new WakeupException();
			}
			super.commitSync(offsets);
		}

	}

}
