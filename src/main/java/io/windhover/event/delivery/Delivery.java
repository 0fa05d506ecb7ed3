package io.windhover.event.delivery;

import java.time.Instant;

import io.windhover.execution.instance.OutgoingEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a subscription; guarded by the queue that it is in.
 */
final class Delivery {

	private final ConsumerRecord<String, byte[]> message;

	private final OutgoingEvent event;

	private int attempts;

	private @Nullable Instant firstAttemptAt;

	private @Nullable String error;

	Delivery(ConsumerRecord<String, byte[]> message, OutgoingEvent event) {
		this.message = message;
		this.event = event;
	}

	ConsumerRecord<String, byte[]> message() {
		return this.message;
	}

	OutgoingEvent event() {
		return this.event;
	}

	TopicPartition partition() {
		return new TopicPartition(this.message.topic(), this.message.partition());
	}

	void begin(Instant now) {
		this.attempts++;
		if (this.firstAttemptAt == null) {
			this.firstAttemptAt = now;
		}
	}

	void failed(String cause) {
		this.error = cause;
	}

	int attempts() {
		return this.attempts;
	}

	@Nullable Instant firstAttemptAt() {
		return this.firstAttemptAt;
	}

	/**
	 * Why the last attempt failed; null where none has.
	 */
	@Nullable String error() {
		return this.error;
	}

}
