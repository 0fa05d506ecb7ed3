package io.windhover.topic.record;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that only a newer version of Windhover understands.
 *
 * @param version its schema version
 * @param understood the newest schema version that this process understands
 */
public record NewerRecord(TopicPartition partition, long offset, int version, int understood) {

	/**
	 * The record of a message whose value could not be read.
	 * @param cause what was thrown when it was read
	 */
	public static NewerRecord of(ConsumerRecord<?, ?> message, NewerSchemaException cause) {
		return new NewerRecord(new TopicPartition(message.topic(), message.partition()), message.offset(),
				cause.version(), cause.understood());
	}

	/**
	 * Says for people what it is and what to do.
	 */
	public String reason() {
		return ("The record of %s at offset %d has schema version %d, and this process understands up to %d:"
				+ " upgrade it, or let an instance of a newer version take over")
			.formatted(this.partition, this.offset, this.version, this.understood);
	}

}
