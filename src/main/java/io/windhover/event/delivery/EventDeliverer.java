package io.windhover.event.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

import io.windhover.event.EventsView;
import io.windhover.event.StartingPoints;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of one subscription at least once, in order for each subject. Its
 * position is committed up to the first that is not delivered, so whatever dies, another
 * instance goes on from there.
 */
class EventDeliverer implements ConsumerThread.Work {

	private static final Logger logger = LoggerFactory.getLogger(EventDeliverer.class);

	private static final Duration POLL = Duration.ofMillis(200);

	private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long STOP_MILLIS = 3_000;

	private final Subscription subscription;

	private final Topic<OutgoingEvent> topic;

	private final EventSender sender;

	private final DeadLetters deadLetters;

	private final SubscriptionState state;

	private final Clock clock;

	EventDeliverer(Subscription subscription, Topic<OutgoingEvent> topic, EventSender sender, DeadLetters deadLetters,
			SubscriptionState state, Clock clock) {
		this.subscription = subscription;
		this.topic = topic;
		this.sender = sender;
		this.deadLetters = deadLetters;
		this.state = state;
		this.clock = clock;
	}

	@Override
	public void run(Consumer<String, byte[]> consumer, BooleanSupplier running) throws InterruptedException {
		try {
			new Round(consumer).run(running);
		}
		finally {
			this.state.stopped(!running.getAsBoolean());
		}
	}

	/**
	 * From one beginning to the next.
	 */
	private final class Round implements ConsumerRebalanceListener {

		private final Consumer<String, byte[]> consumer;

		private final DeliveryQueue queue = new DeliveryQueue(EventDeliverer.this.subscription.concurrency());

		private final Set<TopicPartition> newer = new HashSet<>();

		private Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

		private long committedAt = System.nanoTime();

		Round(Consumer<String, byte[]> consumer) {
			this.consumer = consumer;
		}

		void run(BooleanSupplier running) throws InterruptedException {
			this.consumer.subscribe(List.of(EventDeliverer.this.topic.name()), this);
			try {
				while (running.getAsBoolean()) {
					pauseWhatIsFull();
					ConsumerRecords<String, byte[]> polled = this.consumer.poll(POLL);
					polled.forEach(this::take);
					polled.nextOffsets().forEach((partition, next) -> {
						if (!this.newer.contains(partition)) {
							this.queue.advance(partition, next.offset());
						}
					});
					sendWhatIsDue();
					if (System.nanoTime() - this.committedAt > COMMIT_NANOS) {
						commit();
					}
					report();
				}
			}
			finally {
				this.queue.close(STOP_MILLIS);
				if (!running.getAsBoolean()) {
					commit();
				}
			}
		}

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			StartingPoints.of(this.consumer, partitions).forEach((partition, start) -> {
				this.consumer.seek(partition, start);
				this.queue.assigned(partition, start);
			});
			EventDeliverer.this.state.assigned();
		}

		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			commit();
			forget(partitions);
		}

		@Override
		public void onPartitionsLost(Collection<TopicPartition> partitions) {
			forget(partitions);
		}

		private void forget(Collection<TopicPartition> partitions) {
			this.queue.revoked(partitions);
			this.newer.removeAll(partitions);
			this.committed.keySet().removeAll(partitions);
		}

		private void pauseWhatIsFull() {
			Set<TopicPartition> full = this.queue.full();
			full.addAll(this.newer);
			full.retainAll(this.consumer.assignment());
			Set<TopicPartition> open = new HashSet<>(this.consumer.paused());
			open.removeAll(full);
			this.consumer.resume(open);
			this.consumer.pause(full);
		}

		private void take(ConsumerRecord<String, byte[]> message) {
			TopicPartition partition = new TopicPartition(message.topic(), message.partition());
			if (this.newer.contains(partition) || message.value() == null) {
				return;
			}
			try {
				OutgoingEvent event = EventDeliverer.this.topic.serde()
					.deserializer()
					.deserialize(message.topic(), message.headers(), message.value());
				if (EventDeliverer.this.subscription.wants(event)) {
					this.queue.add(new Delivery(message, event));
				}
			}
			catch (NewerSchemaException ex) {
				this.newer.add(partition);
				this.queue.advance(partition, message.offset());
				this.consumer.pause(Set.of(partition));
				EventDeliverer.this.state.error(String.valueOf(ex.getMessage()));
				logger.error("The subscription {} has stopped reading {} at offset {}: {}",
						EventDeliverer.this.subscription.name(), partition, message.offset(), ex.getMessage());
			}
			catch (RuntimeException ex) {
				EventDeliverer.this.deadLetters.add(message, ex).join();
				EventDeliverer.this.state.givenUp();
			}
		}

		/** Also on the threads of the answers, which send the next. */
		private void sendWhatIsDue() {
			for (Delivery delivery : this.queue.begin(EventDeliverer.this.clock.instant())) {
				EventDeliverer.this.sender.send(delivery).whenComplete((done, failure) -> {
					if (failure == null) {
						delivered(delivery);
					}
					else {
						failed(delivery, cause(failure));
					}
					sendWhatIsDue();
				}).isDone();
			}
		}

		private void delivered(Delivery delivery) {
			this.queue.done(delivery);
			EventDeliverer.this.state.delivered();
		}

		private void failed(Delivery delivery, Throwable cause) {
			String message = String.valueOf(cause.getMessage());
			EventDeliverer.this.state.error(message);
			Instant now = EventDeliverer.this.clock.instant();
			Instant first = delivery.firstAttemptAt();
			boolean forGood = cause instanceof EventSender.RefusedException refused && refused.isForGood();
			boolean over = first != null && !first.plus(EventDeliverer.this.subscription.giveUpAfter()).isAfter(now);
			if (forGood || over) {
				giveUp(delivery, message);
			}
			else {
				retry(delivery, message, cause, now);
			}
		}

		private void retry(Delivery delivery, String message, @Nullable Throwable cause, Instant now) {
			Duration delay = EventDeliverer.this.subscription.delay(delivery.attempts());
			Duration asked = (cause instanceof EventSender.RefusedException refused) ? refused.retryAfter()
					: Duration.ZERO;
			Duration longest = EventDeliverer.this.subscription.longestDelay();
			Duration wanted = (asked.compareTo(delay) > 0) ? asked : delay;
			logger.debug("The event {} is not delivered to the subscription {}: {}", delivery.event().id(),
					EventDeliverer.this.subscription.name(), message);
			this.queue.retry(delivery, message, now.plus((wanted.compareTo(longest) < 0) ? wanted : longest));
		}

		/** The template also throws what it knows at once. */
		private CompletableFuture<?> putAside(Delivery delivery, Exception cause) {
			try {
				return EventDeliverer.this.deadLetters.add(delivery.message(), cause);
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		/** It leaves the queue once it is with the dead letters. */
		private void giveUp(Delivery delivery, String message) {
			String name = EventDeliverer.this.subscription.name();
			Exception cause = new NotDeliveredException("The subscription %s gave up the event %s after %d attempts: %s"
				.formatted(name, delivery.event().id(), delivery.attempts(), message));
			putAside(delivery, cause).whenComplete((added, failure) -> {
				if (failure == null) {
					this.queue.done(delivery);
					EventDeliverer.this.state.givenUp();
				}
				else {
					retry(delivery, message, null, EventDeliverer.this.clock.instant());
				}
			}).isDone();
		}

		private void commit() {
			Map<TopicPartition, OffsetAndMetadata> offsets = this.queue.committable();
			this.committedAt = System.nanoTime();
			if (offsets.isEmpty() || offsets.equals(this.committed)) {
				return;
			}
			try {
				ConsumerThread.commit(this.consumer, offsets);
				this.committed = new HashMap<>(offsets);
			}
			catch (RebalanceInProgressException ex) {
				logger.debug("A rebalance came before the commit: what was delivered since is delivered again", ex);
			}
		}

		private void report() {
			List<EventsView.Position> positions = new ArrayList<>();
			this.queue.committable().forEach((partition, offset) -> {
				var lag = this.consumer.assignment().contains(partition) ? this.consumer.currentLag(partition)
						: OptionalLong.empty();
				positions.add(new EventsView.Position(partition.partition(), offset.offset(),
						lag.isPresent() ? lag.getAsLong() : null));
			});
			positions.sort(Comparator.comparing(EventsView.Position::partition));
			EventDeliverer.this.state.sampled(StartingPoints.lag(this.consumer), this.queue.size(),
					this.queue.oldestFailing(), positions);
		}

	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * Why an event is with the dead letters.
	 */
	static final class NotDeliveredException extends Exception {

		NotDeliveredException(String message) {
			super(message);
		}

	}

}
