package io.windhover.topic.streams;

import java.util.Map;

import io.windhover.topic.DeadLetters;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record that cannot be read to the dead letters (KIP-1034), counts it, and goes
 * on. Kafka makes it by its name.
 */
public class BrokenRecords extends LogAndContinueExceptionHandler {

	static final String DEAD_LETTERS_CONFIG = "windhover.dead-letters";

	private @Nullable DeadLetters deadLetters;

	@Override
	public void configure(Map<String, ?> configs) {
		super.configure(configs);
		this.deadLetters = (DeadLetters) configs.get(DEAD_LETTERS_CONFIG);
	}

	@Override
	public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> message,
			Exception exception) {
		if (this.deadLetters != null) {
			this.deadLetters.added(message.topic(), message.partition(), message.offset(), exception);
		}
		return super.handleError(context, message, exception);
	}

}
